import type { OperationView } from '../../schemas/gen/api.types.ts';
import type { CloudFormationState } from '../../simulator/cloudformation/cloudformation-state.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import type { TestWorld } from '../support/world.ts';

/** Attempts that begin something, written after the operation had failed or was cancelled: there must be none. */
export function begunAfterTheFence({ attempts, causes, timeline }: OperationView): readonly string[] {
  const fences = [...causes.map(({ at }) => at), ...timeline.filter(({ text }) => /^cancelled/.test(text)).map(({ at }) => at)];
  const [fence] = fences.sort();
  return attempts
    .filter(({ subject, action }) => !subject.endsWith('+undo') && action !== 'stop')
    .filter(({ at }) => fence !== undefined && at > fence)
    .map(({ subject, action, n, at }) => `${subject}/${action}/${n} at ${at}, the fence stood at ${fence}`);
}

/** Builds and stacks that are on their way now. */
export function inFlight({ region }: TestWorld): readonly string[] {
  const { builds } = region.context.state<CodeBuildState>('CodeBuild');
  const { stacks } = region.context.state<CloudFormationState>('CloudFormation');
  return [
    ...Object.values(builds).flatMap(({ id, status }) => (status === 'IN_PROGRESS' ? [`build ${id}`] : [])),
    ...Object.values(stacks).flatMap(({ name, status, deletedAt }) =>
      /_IN_PROGRESS$/.test(status) && deletedAt === undefined ? [`stack ${name} ${status}`] : [],
    ),
  ];
}
