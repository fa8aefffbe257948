export interface ImageReference {
  /** `docker.io` when none is written. */
  readonly registry: string;
  /** `library/nginx` for Docker Hub's `nginx`. */
  readonly repository: string;
  readonly tag: string;
  readonly digest?: string;
}

/** `[registry/]repository[:tag][@digest]`; the first part is a registry when it could be a host name (distribution/reference). */
export function parseImageReference(text: string): ImageReference {
  const [name = '', digest] = text.split('@');
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = isHost ? rest.join('/') : name;
  const [, repository = path, tag = 'latest'] = path.match(/^(.*?)(?::([\w][\w.-]{0,127}))?$/) ?? [];
  const registry = !isHost || first === 'registry-1.docker.io' || first === 'index.docker.io' ? 'docker.io' : first;
  const full = registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
  return { registry, repository: full, tag, ...(digest ? { digest } : {}) };
}

/** The repository's account and region when the host is a private ECR registry. */
export function ecrRegistryOf(host: string): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = host.match(/^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/) ?? [];
  return account && region ? { account, region } : undefined;
}
