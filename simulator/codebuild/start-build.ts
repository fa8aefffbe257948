import type { StartBuildInput } from '@aws-sdk/client-codebuild';
import { awsError } from '../aws-error.ts';
import type { Context } from '../service.ts';
import { beginPhase, endPhase } from './build-phases.ts';
import type { Build, CodeBuildState, Project } from './codebuild-state.ts';
import { describeBuild } from './describe-build.ts';

const tokenLife = 5 * 60_000;

/** API_StartBuild. An idempotency token holds for five minutes; after that the same call is a second build. */
export function startBuild(input: StartBuildInput & { projectName: string }, context: Context) {
  const state = context.state<CodeBuildState>('CodeBuild');
  const project = state.projects[input.projectName.replace(/^arn:.*:project\//, '')];
  if (!project) throw awsError('ResourceNotFoundException', `Project cannot be found: ${projectArn(input.projectName, context)}`);
  const { idempotencyToken, ...rest } = input;
  const request = JSON.stringify(rest);
  const again = Object.values(state.builds).find(
    ({ token, startedAt }) => idempotencyToken && token?.text === idempotencyToken && context.now() - startedAt < tokenLife,
  );
  if (again && again.token?.request !== request)
    throw awsError(
      'InvalidInputException',
      `The request parameters do not match those of an earlier request with the same idempotencyToken: ${idempotencyToken}`,
    );
  if (again) return { build: describeBuild(again, context) };
  refuseOverLimit(state, context);
  refuseBadTimes(input);
  if ((input.environmentVariablesOverride ?? []).some(({ value = '' }) => value.length > 4096))
    throw awsError('InvalidInputException', 'EnvironmentVariable should be at most 4096 characters');
  const number = (state.numbers[project.name] ?? 0) + 1;
  state.numbers[project.name] = number;
  const build = buildOf(input, project, number, request, context);
  state.builds[build.id] = build;
  beginPhase(build, 'SUBMITTED', context);
  endPhase(build, 'SUCCEEDED', [], context);
  beginPhase(build, 'QUEUED', context);
  context.after(0, 'CodeBuild', 'announce', { build: build.id });
  context.after(context.between(0.2, 2), 'CodeBuild', 'admit', {});
  context.after(build.queuedTimeoutInMinutes * 60, 'CodeBuild', 'queueTimeout', { build: build.id });
  return { build: describeBuild(build, context) };
}

function buildOf(input: StartBuildInput, project: Project, number: number, request: string, context: Context): Build {
  const uuid = context.uuid();
  const id = `${project.name}:${uuid}`;
  const given = (input.environmentVariablesOverride ?? []).map(({ name = '', value = '', type = 'PLAINTEXT' }) => ({
    name,
    value,
    type,
  }));
  const kept = project.environment.variables.filter(({ name }) => !given.some((one) => one.name === name));
  const logs = input.logsConfigOverride?.cloudWatchLogs;
  const prefix = logs?.streamName ?? project.logStream;
  const sourceType = input.sourceTypeOverride ?? project.sourceType;
  if (sourceType === 'NO_SOURCE' && !(input.buildspecOverride ?? project.buildspec))
    throw awsError('InvalidInputException', 'A buildspec is required when the source type is NO_SOURCE.');
  return {
    id,
    arn: `arn:${context.partition}:codebuild:${context.region}:${context.account}:build/${id}`,
    number,
    project: project.name,
    status: 'IN_PROGRESS',
    currentPhase: 'SUBMITTED',
    phases: [],
    startedAt: context.now(),
    endedAt: null,
    sourceType,
    sourceLocation: input.sourceLocationOverride ?? project.sourceLocation,
    sourceVersion: input.sourceVersion ?? null,
    buildspec: input.buildspecOverride ?? project.buildspec,
    environment: {
      type: input.environmentTypeOverride ?? project.environment.type,
      image: input.imageOverride ?? project.environment.image,
      computeType: input.computeTypeOverride ?? project.environment.computeType,
      privilegedMode: input.privilegedModeOverride ?? project.environment.privilegedMode,
      variables: [...kept, ...given],
    },
    serviceRole: input.serviceRoleOverride ?? project.serviceRole,
    timeoutInMinutes: input.timeoutInMinutesOverride ?? project.timeoutInMinutes,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutesOverride ?? project.queuedTimeoutInMinutes,
    logGroup: logs?.groupName ?? project.logGroup ?? `/aws/codebuild/${project.name}`,
    logStream: prefix ? `${prefix}/${uuid}` : uuid,
    token: input.idempotencyToken ? { text: input.idempotencyToken, request } : null,
    plan: null,
    exported: [],
  };
}

/** A new account may be allowed one build, or none: then StartBuild itself refuses. */
function refuseOverLimit(state: CodeBuildState, context: Context): void {
  const limit = context.knob('codebuild.accountLimit');
  if (limit === undefined) return;
  const going = Object.values(state.builds).filter(({ status }) => status === 'IN_PROGRESS').length;
  if (going >= Number(limit))
    throw awsError('AccountLimitExceededException', `Cannot have more than ${limit} builds in queue for the account`);
}

function refuseBadTimes({ timeoutInMinutesOverride: run, queuedTimeoutInMinutesOverride: queue }: StartBuildInput): void {
  const outside = (minutes: number | undefined, most: number) => minutes !== undefined && (minutes < 5 || minutes > most);
  if (outside(run, 2160))
    throw awsError('InvalidInputException', 'Invalid timeout: The timeout must be between 5 and 2160 minutes');
  if (outside(queue, 480))
    throw awsError('InvalidInputException', 'Invalid queued timeout: The queued timeout must be between 5 and 480 minutes');
}

const projectArn = (name: string, context: Context) =>
  name.startsWith('arn:') ? name : `arn:${context.partition}:codebuild:${context.region}:${context.account}:project/${name}`;
