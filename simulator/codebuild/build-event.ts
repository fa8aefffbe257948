import type { Context } from '../service.ts';
import type { Build } from './codebuild-state.ts';
import { logsOf } from './describe-build.ts';

/** Shape: CodeBuild user guide, "Build notifications input format reference". Best effort, and without exported variables. */
export function emitBuild(build: Build, context: Context): void {
  const { environment } = build;
  const { groupName, streamName, deepLink } = logsOf(build, context);
  context.emit('aws.codebuild', 'CodeBuild Build State Change', [build.arn], {
    'build-status': build.status,
    'project-name': build.project,
    'build-id': build.arn,
    'current-phase': build.currentPhase,
    'current-phase-context': '[]',
    version: '1',
    'additional-information': {
      artifact: { location: '' },
      environment: {
        image: environment.image,
        'privileged-mode': environment.privilegedMode,
        'compute-type': environment.computeType,
        type: environment.type,
        'environment-variables': environment.variables,
      },
      'timeout-in-minutes': build.timeoutInMinutes,
      'build-complete': build.endedAt !== null,
      initiator: 'moorage',
      'build-start-time': dateOf(build.startedAt),
      source: { type: build.sourceType, ...(build.sourceLocation ? { location: build.sourceLocation } : {}) },
      logs: { 'group-name': groupName ?? null, 'stream-name': streamName ?? null, 'deep-link': deepLink },
      phases: build.phases.map(({ type, status, startedAt, endedAt, contexts }) => ({
        'phase-type': type,
        'start-time': dateOf(startedAt),
        ...(status ? { 'phase-status': status } : {}),
        ...(endedAt === null
          ? {}
          : { 'end-time': dateOf(endedAt), 'duration-in-seconds': Math.round((endedAt - startedAt) / 1000) }),
        'phase-context': contexts.map(({ statusCode, message }) => `${statusCode}: ${message}`),
      })),
    },
  });
}

/** "Sep 1, 2017 4:12:29 PM", not ISO. */
function dateOf(moment: number): string {
  const date = new Date(moment);
  const day = date.toLocaleDateString('en-US', { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' });
  const time = date.toLocaleTimeString('en-US', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit', second: '2-digit' });
  return `${day} ${time.replace(' ', ' ')}`;
}
