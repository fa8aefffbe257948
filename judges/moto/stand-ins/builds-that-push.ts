import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { BatchGetBuildsCommand, CodeBuildClient, CreateProjectCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { jsonOf, withBody } from '../wire.ts';

/** The tag no registry has. */
export const absentTag = 'absent';

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
}
interface Started {
  readonly variables: readonly Variable[];
  /** Why the build came to nothing; undefined when the image was pushed. */
  readonly failure?: string;
}

/**
 * A build does what its variables say: the context is fetched from moto's bucket and must hold its Dockerfile, and an
 * image that stands for exactly this source is pushed into moto's registry. Commands are not run here; the simulator and
 * the run on real tools do that.
 */
export function buildsThatPush(moto: Connect): StandIn {
  const builds = new Map<string, Started>();
  return {
    lacks: 'runs no build: it forgets the variables, never says buildComplete and pushes nothing',
    async stillNeeded(elsewhere) {
      const client = elsewhere(CodeBuildClient);
      const project = 'still-needed';
      await client.send(
        new CreateProjectCommand({
          name: project,
          serviceRole: 'arn:aws:iam::123456789012:role/still-needed',
          source: { type: 'NO_SOURCE', location: 'none' },
          artifacts: { type: 'NO_ARTIFACTS' },
          environment: { type: 'LINUX_CONTAINER', image: 'any', computeType: 'BUILD_GENERAL1_SMALL' },
        }),
      );
      const environmentVariablesOverride = [{ name: 'ASKED', value: 'yes' }];
      const { build } = await client.send(new StartBuildCommand({ projectName: project, environmentVariablesOverride }));
      const [seen] = (await client.send(new BatchGetBuildsCommand({ ids: [build?.id ?? ''] }))).builds ?? [];
      return seen?.buildComplete === false && seen.environment?.environmentVariables?.length === 0;
    },
    async handle(call, next) {
      if (call.service !== 'CodeBuild_20161006') return next();
      if (call.operation === 'StartBuild') {
        const answer = await next();
        const { build } = jsonOf(answer) as { build?: { id: string } };
        if (!build) return answer;
        const variables = (jsonOf(call).environmentVariablesOverride ?? []) as Variable[];
        builds.set(build.id, { variables, ...(await pushed(moto, variables)) });
        return withBody(answer, JSON.stringify({ build: told(build, builds.get(build.id)) }));
      }
      if (call.operation !== 'BatchGetBuilds') return next();
      const answer = await next();
      const { builds: seen = [], ...rest } = jsonOf(answer) as { builds?: { id: string; currentPhase?: string }[] };
      const all = seen.map((build) => told(build, builds.get(build.id)));
      return withBody(answer, JSON.stringify({ ...rest, builds: all }));
    },
  };
}

function told(build: { readonly id: string; readonly currentPhase?: string }, started: Started | undefined): object {
  if (!started) return build;
  const over = build.currentPhase === 'COMPLETED';
  return {
    ...build,
    environment: { ...(build as { environment?: object }).environment, environmentVariables: started.variables },
    buildComplete: over,
    ...(over && started.failure
      ? {
          buildStatus: 'FAILED',
          phases: [{ phaseType: 'BUILD', phaseStatus: 'FAILED', contexts: [{ message: started.failure }] }],
        }
      : {}),
  };
}

async function pushed(moto: Connect, variables: readonly Variable[]): Promise<{ readonly failure?: string }> {
  const of = (name: string) => variables.find((variable) => variable.name === name)?.value ?? '';
  const [, repositoryName = '', imageTag = ''] = /^[^/]+\/(.+):([^:/]+)$/.exec(of('IMAGE')) ?? [];
  let source = of('REFERENCE');
  // As docker says it.
  if (source.endsWith(`:${absentTag}`))
    return { failure: `Error response from daemon: manifest for ${source} not found: manifest unknown` };
  if (of('SOURCE') === 'build') {
    const dockerfile = posix.join(of('SOURCE_PATH'), of('DOCKERFILE'));
    try {
      const asked = new GetObjectCommand({ Bucket: of('CONTEXT_BUCKET'), Key: of('CONTEXT_KEY') });
      const { Body } = await moto(S3Client).send(asked);
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      if (!unzipSync(bytes)[dockerfile]) return { failure: `the context has no ${dockerfile}` };
      source = hash(bytes);
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error) };
    }
  }
  try {
    await moto(ECRClient).send(
      new PutImageCommand({ repositoryName, imageTag, imageManifest: manifestOf(source, of('PLATFORM')) }),
    );
    return {};
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/** One manifest for one source and platform: the same source has the same digest, another source another one. */
function manifestOf(source: string, platform: string): string {
  const digest = `sha256:${hash(Buffer.from(`${source} for ${platform}`))}`;
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1024, digest },
    layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: 1024, digest }],
  });
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
