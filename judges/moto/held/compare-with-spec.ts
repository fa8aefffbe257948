import type { Connect } from '../../../cloud/connect.ts';
import type { Sidecar, Spec } from '../../../schemas/gen/spec.types.ts';
import { checkNetwork } from './check-network.ts';
import { checkServices } from './check-services.ts';
import { checks } from './checks.ts';
import { environmentInMoto } from './environment-in-moto.ts';

/**
 * Whether what stands in moto is what the spec promises. No template is read and nothing of domain/ is used: the
 * defaults are written here a second time, as the README has them. The images of the revision before it are kept.
 */
export async function compareWithSpec(
  moto: Connect,
  environment: string,
  spec: Spec,
  before: Spec = {},
): Promise<{ readonly checks: number; readonly differences: readonly string[] }> {
  const made = checks();
  const found = await environmentInMoto(moto, environment);
  const subnets = await checkNetwork(moto, found, spec, made);
  await checkServices(moto, environment, found, subnets, spec, made);
  made.is('repositories', found.repositories.length, new Set([...images(before), ...images(spec)]).size);
  return { checks: made.count(), differences: made.differences };
}

/**
 * One for every build and every repository that is copied from, for each architecture it runs on. A build nobody runs is made
 * for the spec's own.
 */
function images(spec: Spec): ReadonlySet<string> {
  const otherwise = spec.architecture ?? 'X86_64';
  const used = Object.entries(spec.services ?? {}).flatMap(([service, { sidecars = {}, architecture = otherwise, ...own }]) =>
    Object.entries<Container>({ [service]: own, ...sidecars }).map(([name, one]) => ({ name, architecture, ...one })),
  );
  const made = used.flatMap(({ name, image, mirror, build = name, architecture }) =>
    image === undefined ? [`build ${build} ${architecture}`] : mirror === false ? [] : [`${repositoryOf(image)} ${architecture}`],
  );
  const unused = Object.keys(spec.builds ?? {}).filter((build) => !made.some((one) => one.startsWith(`build ${build} `)));
  return new Set([...made, ...unused.map((build) => `build ${build} ${otherwise}`)]);
}

type Container = Pick<Sidecar, 'image' | 'mirror' | 'build'>;

/** `nginx:1.27` and `docker.io/library/nginx@sha256:…` are one repository. */
function repositoryOf(image: string): string {
  const path = image.replace(/@.*$/, '').replace(/:[^/:]+$/, '');
  const [first = '', ...rest] = path.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first))
    return path === `docker.io/${rest[0]}` ? `docker.io/library/${rest[0]}` : path;
  return `docker.io/${rest.length > 0 ? path : `library/${path}`}`;
}
