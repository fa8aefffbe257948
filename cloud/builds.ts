import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  ListBuildsForProjectCommand,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import { Retryable } from '../domain/errors.ts';
import type { BuildView } from '../domain/image/build-view.ts';
import type { Connect } from './connect.ts';

export interface Builds {
  /**
   * Starts a build, or finds the one this token has started: CodeBuild forgets a token after five minutes, so the
   * variable that repeats it is asked for first.
   */
  start(call: BuildCall): Promise<BuildView>;
  get(id: string): Promise<BuildView | undefined>;
  /** The build of that attempt, if its start is remembered by nobody but CodeBuild. */
  find(architecture: string, token: string): Promise<BuildView | undefined>;
  stop(id: string): Promise<void>;
}

export interface BuildCall {
  readonly architecture: string;
  readonly token: string;
  readonly roleArn: string;
  readonly variables: readonly { readonly name: string; readonly value: string; readonly secret?: true }[];
}

/** The plaintext variable in which a build carries its attempt's token. */
export const attemptVariable = 'MOORAGE_ATTEMPT';

export function makeBuilds(connect: Connect, projects: Readonly<Record<string, string>>): Builds {
  const client = connect(CodeBuildClient);
  const projectOf = (architecture: string) => {
    const project = projects[architecture];
    if (!project) throw new Error(`no builder for ${architecture}`);
    return project;
  };
  const describe = async (ids: string[]) =>
    ids.length ? ((await client.send(new BatchGetBuildsCommand({ ids }))).builds ?? []).map(viewOf) : [];
  const find = async (architecture: string, token: string) => {
    // Newest first; a build older than the newest hundred cannot be an attempt that still waits for its answer.
    const { ids = [] } = await client.send(
      new ListBuildsForProjectCommand({ projectName: projectOf(architecture), sortOrder: 'DESCENDING' }),
    );
    const builds = ids.length ? ((await client.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }))).builds ?? []) : [];
    const mine = builds.find((build) =>
      build.environment?.environmentVariables?.some((v) => v.name === attemptVariable && v.value === token),
    );
    return mine ? viewOf(mine) : undefined;
  };
  return {
    find,
    async start(call) {
      const known = await find(call.architecture, call.token);
      if (known) return known;
      try {
        const started = await client.send(
          new StartBuildCommand({
            projectName: projectOf(call.architecture),
            idempotencyToken: call.token,
            serviceRoleOverride: call.roleArn,
            queuedTimeoutInMinutesOverride: 15,
            environmentVariablesOverride: [
              { name: attemptVariable, value: call.token, type: 'PLAINTEXT' },
              ...call.variables.map(({ name, value, secret }) => ({
                name,
                value,
                type: secret ? ('SECRETS_MANAGER' as const) : ('PLAINTEXT' as const),
              })),
            ],
          }),
        );
        return viewOf(started.build ?? {});
      } catch (error) {
        const propagating = error instanceof Error && /not authorized to perform: sts:AssumeRole/.test(error.message);
        const full = error instanceof Error && error.name === 'AccountLimitExceededException';
        if (propagating || full) throw new Retryable(error.message, { cause: error });
        throw error;
      }
    },
    get: async (id) => (await describe([id]))[0],
    async stop(id) {
      await client.send(new StopBuildCommand({ id }));
    },
  };
}

function viewOf(build: Build): BuildView {
  const failed = build.phases?.find((phase) => phase.phaseStatus !== undefined && phase.phaseStatus !== 'SUCCEEDED');
  return {
    id: build.id ?? '',
    status: build.buildStatus ?? 'IN_PROGRESS',
    complete: build.buildComplete ?? false,
    phase: build.currentPhase ?? 'SUBMITTED',
    ...(failed
      ? {
          failedPhase: failed.phaseType ?? '',
          messages: (failed.contexts ?? []).map((context) => context.message ?? context.statusCode ?? ''),
        }
      : { messages: [] }),
    exported: Object.fromEntries((build.exportedEnvironmentVariables ?? []).map(({ name, value }) => [name ?? '', value ?? ''])),
    ...(build.logs?.deepLink === undefined ? {} : { link: build.logs.deepLink }),
    ...(build.logs?.groupName && build.logs.streamName
      ? { log: { group: build.logs.groupName, stream: build.logs.streamName } }
      : {}),
  };
}
