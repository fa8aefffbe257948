/** The parts of `[registry/]repository[:tag][@digest]`, with Docker's own defaults: docker.io, `library/`, `latest`. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const host = new RegExp(`^(?:localhost|${label}(?:\\.${label})+|${label}(?=:\\d))(?::\\d{1,5})?$`, 'i');
const path = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/** The grammar of github.com/distribution/reference; undefined when the text is no reference. */
export function parseImageReference(text: string): ImageReference | undefined {
  const [named = '', digest, ...rest] = text.split('@');
  if (rest.length > 0 || (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))) return undefined;
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const registry = host.test(first) && first !== 'index.docker.io' ? first : 'docker.io';
  const remainder = host.test(first) ? named.slice(slash + 1) : named;
  const colon = remainder.lastIndexOf(':');
  const bare = colon < 0 ? remainder : remainder.slice(0, colon);
  const tag = colon < 0 ? undefined : remainder.slice(colon + 1);
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  if (!path.test(bare) || bare.length > 255 || /^[0-9a-f]{64}$/.test(text)) return undefined;
  const repository = registry === 'docker.io' && !bare.includes('/') ? `library/${bare}` : bare;
  if (digest !== undefined) return { registry, repository, ...(tag === undefined ? {} : { tag }), digest };
  return { registry, repository, tag: tag ?? 'latest' };
}

/** The account and region of a private ECR registry: `<account>.dkr.ecr.<region>.amazonaws.com`. */
export function privateEcrOf(
  reference: ImageReference | undefined,
): { readonly account: string; readonly region: string } | undefined {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(reference?.registry ?? '');
  return match ? { account: match[1] ?? '', region: match[2] ?? '' } : undefined;
}
