import type { Builds } from '../../cloud/builds.ts';
import type { Images } from '../../cloud/images.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import { Retryable } from '../../domain/errors.ts';
import type { BuildView } from '../../domain/image/build-view.ts';
import { cloneUrl } from '../../domain/image/clone-url.ts';
import { foundNothingToMake } from '../../domain/image/found-nothing-to-make.ts';
import { parseImageReference, privateEcrOf } from '../../domain/image/image-reference.ts';
import { lookAtBuild, lookAtStoppedBuild } from '../../domain/image/look-at-build.ts';
import { logicalId } from '../../domain/logical-id.ts';
import { attemptToken } from '../../domain/operation/attempt-key.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import { imageTag } from '../../domain/operation/image-tag.ts';
import type { Attempt, Operation, PlannedBuild, PlannedImage, PlannedSource, Target } from '../../domain/operation/operation.ts';
import type { Aim } from './aim.ts';
import { stackOutputs } from './stack-outputs.ts';

type BuildTarget = Extract<Target, { kind: 'build' }>;
export interface ImageAimDeps {
  readonly stacks: Stacks;
  readonly builds: Builds;
  readonly images: Images;
  readonly bucketName: string;
  readonly now: () => number;
}

/** Brings one image into the environment's own registry, or makes sure that no build of it runs any more. */
export function imageAim({ image: key, action }: BuildTarget, operation: Operation, deps: ImageAimDeps): Aim {
  const { builds, images, now } = deps;
  const image = operation.plan?.images.find((one) => one.key === key);
  if (!image) throw new Error(`the plan has no image ${key}`);
  const find = async (current: Operation, attempt: Attempt | undefined): Promise<BuildView | undefined> => {
    if (!attempt) return undefined;
    return attempt.reference ? builds.get(attempt.reference) : builds.find(image.architecture, attemptToken(current.id, attempt));
  };

  return {
    subject: key,
    actions: [action],
    async look(current) {
      const attempts = attemptsOf(current, key, ['build']);
      if (action === 'stop') {
        const views = await Promise.all(
          attempts.filter((attempt) => attempt.outcome === undefined).map((attempt) => find(current, attempt)),
        );
        return lookAtStoppedBuild(
          current,
          key,
          views.filter((view) => view !== undefined),
          now(),
        );
      }
      const attempt = attempts.at(-1);
      const view = attempt?.outcome === undefined ? await find(current, attempt) : undefined;
      if (view?.status !== 'SUCCEEDED' || !attempt) return lookAtBuild(current, key, view, undefined, now());
      // The registry's word counts, not the build's: a digest is what the tasks will be pinned to.
      const repository = await repositoryOf(current, image, deps);
      const digest = foundNothingToMake(view)
        ? await servingDigest(image, repository, deps)
        : await images.digestOf(repository.repositoryName, tagOf(current, image, attempt));
      const look = lookAtBuild(current, key, view, digest, now());
      return look.state === 'DONE' ? { ...look, image: `${repository.uri}@${digest}` } : look;
    },
    async prepare(current, next) {
      if (next !== 'build' || !image.serves) return {};
      // An image that has gone is made again, whatever it was made of.
      const held = await servingDigest(image, await repositoryOf(current, image, deps), deps);
      return held === undefined ? {} : { servingInputs: image.serves.inputs };
    },
    async start(current, attempt) {
      if (attempt.action === 'stop') {
        for (const one of attemptsOf(current, key, ['build'])) {
          const view = await find(current, one);
          if (view && !view.complete) await builds.stop(view.id);
        }
        return { answer: 'accepted' };
      }
      const { uri, roleArn } = await repositoryOf(current, image, deps);
      try {
        const started = await builds.start({
          architecture: image.architecture,
          token: attemptToken(current.id, attempt),
          roleArn,
          variables: [
            ...variablesOf(current, image, `${uri}:${tagOf(current, image, attempt)}`, deps.bucketName),
            ...(attempt.servingInputs === undefined ? [] : [{ name: 'SERVING_INPUTS', value: attempt.servingInputs }]),
          ],
        });
        return { answer: 'accepted', reference: started.id };
      } catch (error) {
        // A slot is worth waiting for as long as the step may wait at all; the machine's few retries would be over in a minute.
        if (error instanceof Retryable && error.cause instanceof Error && error.cause.name === 'AccountLimitExceededException')
          return { answer: 'busy', message: `waits for a free builder: ${error.message}` };
        throw error;
      }
    },
  };
}

const tagOf = (operation: Operation, image: PlannedImage, attempt: Attempt) =>
  imageTag(operation.id, image.sourceHash, attempt.n);

async function repositoryOf(operation: Operation, image: PlannedImage, { stacks }: ImageAimDeps) {
  const outputs = await stackOutputs(stacks, operation.environment, 'registry');
  const stem = `Repository${logicalId(image.repository)}`;
  const [uri, repositoryName, roleArn] = [outputs[`${stem}Uri`], outputs[`${stem}Name`], outputs.BuildRoleArn];
  if (!uri || !repositoryName || !roleArn) throw new Error(`the registry has no repository ${image.repository}`);
  return { uri, repositoryName, roleArn };
}

/** Of the image that serves, while the repository has it. */
async function servingDigest(
  { serves }: PlannedImage,
  { uri, repositoryName }: { readonly uri: string; readonly repositoryName: string },
  { images }: ImageAimDeps,
): Promise<string | undefined> {
  const [repository, digest] = serves?.image.split('@') ?? [];
  if (digest === undefined || repository !== uri) return undefined;
  return (await images.holds(repositoryName, digest)) ? digest : undefined;
}

/** Everything the buildspec reads but what serves. Secrets travel as references; CodeBuild resolves them under BuildRole. */
function variablesOf(operation: Operation, image: PlannedImage, tagged: string, bucketName: string) {
  const { source } = image;
  const plain = {
    MOORAGE_WAIT: `${operation.environment}/${image.key}`,
    SOURCE: source.kind,
    REGISTRY: tagged.slice(0, tagged.indexOf('/')),
    IMAGE: tagged,
    PLATFORM: image.architecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64',
    ...(source.kind === 'mirror' ? ofMirror(source.reference) : ofBuild(source, bucketName)),
  };
  const secret = image.dockerHubSecret;
  return [
    ...Object.entries(plain).map(([name, value]) => ({ name, value })),
    ...(secret === undefined
      ? []
      : [
          { name: 'DOCKER_HUB_USERNAME', value: `${secret}:username`, secret: true as const },
          { name: 'DOCKER_HUB_PASSWORD', value: `${secret}:password`, secret: true as const },
        ]),
  ];
}

function ofMirror(text: string): Readonly<Record<string, string>> {
  const reference = parseImageReference(text);
  const ecr = privateEcrOf(reference);
  return { REFERENCE: text, ...(ecr && reference ? { SOURCE_REGISTRY: reference.registry, SOURCE_REGION: ecr.region } : {}) };
}

function ofBuild({ from, path, dockerfile, target, args }: PlannedBuild, bucketName: string): Readonly<Record<string, string>> {
  const pairs = Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...ofSource(from, bucketName),
    SOURCE_PATH: path,
    DOCKERFILE: dockerfile,
    ...(target === undefined ? {} : { TARGET: target }),
    ...Object.fromEntries(pairs.map(([name, value], index) => [`BUILD_ARG_${index}`, `${name}=${value}`])),
  };
}

function ofSource(from: PlannedSource, bucketName: string): Readonly<Record<string, string>> {
  if (from.kind === 'context') return { CONTEXT_BUCKET: bucketName, CONTEXT_KEY: from.key };
  if (from.kind === 's3')
    return {
      CONTEXT_BUCKET: from.bucket,
      CONTEXT_KEY: from.key,
      ...(from.version === undefined ? {} : { CONTEXT_VERSION: from.version }),
    };
  const clone = cloneUrl(from);
  // The planner asked the same; whoever is in a plan can be cloned.
  if ('refused' in clone) throw new Error(clone.refused);
  return {
    GIT_URL: clone.url,
    ...(from.ref === undefined ? {} : { GIT_REF: from.ref }),
    ...(clone.connectionRegion === undefined ? {} : { CONNECTION_REGION: clone.connectionRegion }),
  };
}
