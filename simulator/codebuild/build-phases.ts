import type { LambdaResult } from '../region.ts';
import type { Context } from '../service.ts';
import { emitBuild } from './build-event.ts';
import type { Build, BuildPlan, CodeBuildState, PhaseContext, PlannedPhase } from './codebuild-state.ts';
import { writeLog } from './write-log.ts';

const stateOf = (context: Context) => context.state<CodeBuildState>('CodeBuild');

interface ForBuild {
  readonly build: string;
}

function going(id: string, context: Context): Build | undefined {
  const build = stateOf(context).builds[id];
  return build?.status === 'IN_PROGRESS' ? build : undefined;
}

export function beginPhase(build: Build, type: string, context: Context): void {
  build.currentPhase = type;
  build.phases.push({ type, status: null, startedAt: context.now(), endedAt: null, contexts: [] });
}

export function endPhase(build: Build, status: string, contexts: PhaseContext[], context: Context): void {
  const phase = build.phases.at(-1);
  if (!phase || phase.endedAt !== null) return;
  phase.status = status;
  phase.endedAt = context.now();
  phase.contexts = contexts.length > 0 ? contexts : [{ statusCode: '', message: '' }];
}

/** The oldest builds first, as many at a time as the account may run. */
export function admit(_data: object, context: Context): void {
  const builds = Object.values(stateOf(context).builds).filter(({ status }) => status === 'IN_PROGRESS');
  const running = builds.filter(({ currentPhase }) => currentPhase !== 'QUEUED').length;
  const free = Number(context.knob('codebuild.concurrency') ?? 20) - running;
  for (const build of builds.filter(({ currentPhase }) => currentPhase === 'QUEUED').slice(0, Math.max(0, free)))
    provision(build, context);
}

function provision(build: Build, context: Context): void {
  try {
    context.call('IAM', 'Assume', { RoleArn: build.serviceRole, Service: 'codebuild.amazonaws.com' });
  } catch {
    const message =
      'CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy';
    endPhase(build, 'CLIENT_ERROR', [{ statusCode: 'ACCESS_DENIED', message }], context);
    finish(build, 'FAILED', context);
    return;
  }
  endPhase(build, 'SUCCEEDED', [], context);
  beginPhase(build, 'PROVISIONING', context);
  context.after(build.timeoutInMinutes * 60, 'CodeBuild', 'timeout', { build: build.id });
  context.invoke('CodeBuild:run', { id: build.id }, { service: 'CodeBuild', kind: 'planned', data: { build: build.id } });
}

export function planned(data: ForBuild & { result: LambdaResult }, context: Context): void {
  const build = going(data.build, context);
  if (!build) return;
  if (!data.result.value) {
    endPhase(build, 'FAULT', [{ statusCode: 'INTERNAL_ERROR', message: data.result.error?.errorMessage ?? '' }], context);
    finish(build, 'FAULT', context);
    return;
  }
  build.plan = data.result.value as BuildPlan;
  context.after(context.between(4, 35), 'CodeBuild', 'advance', { build: build.id, at: 0 });
}

/** Ends the phase the build is in and begins the planned phase `at`; what was pushed appears now and not before. */
export function advance({ build: id, at }: ForBuild & { at: number }, context: Context): void {
  const build = going(id, context);
  const plan = build?.plan;
  if (!build || !plan) return;
  const ended = plan.phases[at - 1];
  if (ended) settle(build, ended, plan, context);
  else endPhase(build, 'SUCCEEDED', [], context);
  const next = plan.phases[at];
  beginPhase(build, next?.type ?? 'FINALIZING', context);
  if (next) context.after(next.seconds, 'CodeBuild', 'advance', { build: id, at: at + 1 });
  else context.after(context.between(1, 4), 'CodeBuild', 'complete', { build: id });
}

function settle(build: Build, ended: PlannedPhase, plan: BuildPlan, context: Context): void {
  try {
    for (const { repositoryName, tag, manifest, content } of ended.pushes) put(repositoryName, tag, manifest, content, context);
  } catch (error) {
    // The registry changed between the run and its moment; what was to follow the push does not happen.
    ended.status = 'FAILED';
    const message = `Error while executing command: docker push. Reason: exit status 1`;
    ended.contexts = [{ statusCode: 'COMMAND_EXECUTION_ERROR', message }];
    ended.lines = [...ended.lines, (error as Error).message];
    for (const phase of plan.phases) phase.pushes = [];
  }
  writeLog(build, ended.lines, context);
  endPhase(build, ended.status, ended.contexts, context);
}

function put(repositoryName: string, tag: string | null, imageManifest: string, content: unknown, context: Context): void {
  const image = { repositoryName, imageManifest, ...(tag ? { imageTag: tag } : {}), ...(content ? { content } : {}) };
  try {
    context.call('ECR', 'PutImage', image);
  } catch (error) {
    // The same image under the same tag is nothing to push.
    if ((error as Error).name !== 'ImageAlreadyExistsException') throw error;
  }
}

export function complete({ build: id }: ForBuild, context: Context): void {
  const build = going(id, context);
  if (!build) return;
  endPhase(build, 'SUCCEEDED', [], context);
  build.exported = build.plan?.exported ?? [];
  const failed = build.phases.some(({ status }) => status === 'FAILED');
  finish(build, failed ? 'FAILED' : 'SUCCEEDED', context);
}

export function finish(build: Build, status: string, context: Context): void {
  beginPhase(build, 'COMPLETED', context);
  build.status = status;
  build.endedAt = context.now();
  build.plan = null;
  emitBuild(build, context);
  context.after(0.5, 'CodeBuild', 'admit', {});
}

/** StopBuild is not instant: the build is IN_PROGRESS for some seconds more. */
export function halt({ build: id }: ForBuild, context: Context): void {
  const build = going(id, context);
  if (!build) return;
  endPhase(build, 'STOPPED', [], context);
  finish(build, 'STOPPED', context);
}

export function timeout({ build: id }: ForBuild, context: Context): void {
  const build = going(id, context);
  if (!build) return;
  const message = `Build has timed out.`;
  endPhase(build, 'TIMED_OUT', [{ statusCode: 'BUILD_TIMED_OUT', message }], context);
  finish(build, 'TIMED_OUT', context);
}

export function queueTimeout({ build: id }: ForBuild, context: Context): void {
  const build = going(id, context);
  if (build?.currentPhase !== 'QUEUED') return;
  endPhase(build, 'TIMED_OUT', [{ statusCode: 'BUILD_TIMED_OUT', message: 'Build has timed out in the queue.' }], context);
  finish(build, 'TIMED_OUT', context);
}

/** Its own timer, so that the event can be heard before the answer of StartBuild is. */
export function announce({ build: id }: ForBuild, context: Context): void {
  const build = stateOf(context).builds[id];
  if (build) emitBuild(build, context);
}
