import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Egress, Service, Sidecar, Spec } from '../../schemas/gen/spec.types.ts';
import { parseImageReference, privateEcrOf } from '../image/image-reference.ts';
import { checkSecretValues } from './check-secret-values.ts';
import type { Deployment } from './deployment.ts';
import { finding } from './finding.ts';
import { secretIn } from './secret-value.ts';

interface Context {
  readonly spec: Spec;
  readonly egress: Egress;
  readonly deployment: Deployment;
}

/** What holds for a service's own container and for a sidecar alike: one image that can be had, secrets by reference. */
export function checkContainer(at: string, name: string, container: Service | Sidecar, context: Context): readonly Finding[] {
  const { image, variables = {}, command = [], healthCheck } = container;
  const texts = [
    ...(image === undefined ? [] : [[`${at}/image`, image] as const]),
    ...Object.entries(variables).map(([key, value]) => [`${at}/variables/${key}`, value] as const),
    ...command.map((word, index) => [`${at}/command/${index}`, word] as const),
    ...(healthCheck?.command ?? []).map((word, index) => [`${at}/healthCheck/command/${index}`, word] as const),
  ];
  return [
    ...checkImage(at, name, container, context),
    ...(container.mirror === false && image !== undefined ? checkPull(at, image, context) : []),
    ...checkSecrets(at, container, context),
    ...checkSecretValues(texts),
  ];
}

function checkImage(
  at: string,
  name: string,
  { image, build, mirror }: Service | Sidecar,
  { spec }: Context,
): readonly Finding[] {
  const found: Finding[] = [];
  if (image !== undefined && build !== undefined)
    found.push(
      finding('IMAGE_AND_BUILD', `${at}/build`, 'A container has one image: either `image` or `build`.', 'Remove one of them.'),
    );
  if (image !== undefined && !parseImageReference(image))
    found.push(
      finding(
        'IMAGE_REFERENCE_INVALID',
        `${at}/image`,
        `${secretIn(image) ? 'This' : `\`${image}\``} is no image reference.`,
        'Write it as [registry/]repository[:tag][@sha256:…], in lower case.',
      ),
    );
  if (image === undefined && !Object.hasOwn(spec.builds ?? {}, build ?? name))
    found.push(
      finding(
        'IMAGE_MISSING',
        build === undefined ? at : `${at}/build`,
        `There is no build \`${build ?? name}\` for this container.`,
        `Give it an \`image\`, or add \`builds.${build ?? name}\`.`,
      ),
    );
  if (mirror !== undefined && image === undefined)
    found.push(
      finding('MIRROR_WITHOUT_IMAGE', `${at}/mirror`, '`mirror` says how `image` is pulled, and there is none.', 'Remove it.'),
    );
  return found;
}

/** Prefixes AWS and its documentation give to pull-through cache rules. Only a guess from a name, so only a warning. */
const cache = /^(?:docker-hub|dockerhub|ecr-public|quay|github|ghcr|kubernetes|k8s|gitlab|chainguard)\//;

/** Behind endpoints only a private ECR repository of the same region can be reached, and not the registries it caches. */
function checkPull(at: string, image: string, { egress, deployment: { region } }: Context): readonly Finding[] {
  const reference = parseImageReference(image);
  if (egress !== 'endpoints' || !reference) return [];
  const ecr = privateEcrOf(reference);
  const remedy = 'Leave `mirror` out: the image is then copied into the environment. Or use egress nat.';
  if (!ecr)
    return [
      finding(
        'IMAGE_UNREACHABLE',
        `${at}/mirror`,
        `Nothing leads from endpoints to ${reference.registry}, where this image is.`,
        remedy,
      ),
    ];
  if (region !== undefined && ecr.region !== region)
    return [
      finding('IMAGE_UNREACHABLE', `${at}/mirror`, `Endpoints reach ECR in ${region}; this image is in ${ecr.region}.`, remedy),
    ];
  if (cache.test(reference.repository))
    return [
      finding(
        'IMAGE_BEHIND_CACHE',
        `${at}/mirror`,
        'If this is a pull-through cache, its first pull needs a way to the internet.',
        remedy,
      ),
    ];
  return [];
}

function checkSecrets(
  at: string,
  { secrets = {}, variables = {} }: Service | Sidecar,
  { egress, deployment }: Context,
): readonly Finding[] {
  return Object.entries(secrets).flatMap(([key, arn]) => {
    const pointer = `${at}/secrets/${key}`;
    const [, , , region, account] = arn.split(':');
    const found: Finding[] = [];
    if (Object.hasOwn(variables, key))
      found.push(finding('VARIABLE_AND_SECRET', pointer, `\`${key}\` is among the variables too.`, 'Keep one of them.'));
    if (deployment.account !== undefined && account !== deployment.account)
      found.push(
        finding(
          'SECRET_ELSEWHERE',
          pointer,
          `This secret is of account ${account}; tasks run in ${deployment.account}.`,
          'Copy it there.',
        ),
      );
    else if (egress === 'endpoints' && deployment.region !== undefined && region !== deployment.region)
      found.push(
        finding(
          'SECRET_ELSEWHERE',
          pointer,
          `This secret is in ${region}; endpoints reach only ${deployment.region}.`,
          'Replicate it there, or use egress nat.',
        ),
      );
    return found;
  });
}
