import type { DeploymentView } from './deployment-view.ts';
import type { Look } from './look.ts';

/** What one service has to be: its name, the task definition the stack made, and the digests it is pinned to. */
export interface WantedService {
  readonly name: string;
  readonly taskDefinition: string;
  /** By container; none for an image pulled in place by tag: the task definition is then the only pin there is. */
  readonly digests: Readonly<Record<string, string>>;
  readonly view: DeploymentView | undefined;
}

/**
 * Success is every service's deployment SUCCESSFUL *at our task definition and our digest*, running as many tasks as ECS
 * itself wants. A rollback's SUCCESSFUL or COMPLETED aims at another revision than the one that failed, and a stack status
 * says nothing of it.
 */
export function lookAtDeployments(services: readonly WantedService[]): Look {
  const looks = services.map(lookAtDeployment);
  const failed = looks.filter((look) => look.state === 'FAILED');
  if (failed.length > 0) return { state: 'FAILED', reason: failed.map((look) => look.reason).join('; ') };
  const waiting = looks.filter((look) => look.state === 'RUNNING');
  if (waiting.length > 0) return { state: 'RUNNING', detail: waiting.map((look) => look.detail).join('; ') };
  return { state: 'DONE', detail: `${services.length} stable` };
}

function lookAtDeployment({
  name,
  taskDefinition,
  digests,
  view,
}: WantedService): Extract<Look, { state: 'DONE' | 'FAILED' | 'RUNNING' }> {
  if (!view) return { state: 'FAILED', reason: `${name}: the service does not exist` };
  // An earlier update that failed has left ECS where it went back to; that counts, if it is what is wanted.
  const back = view.backTo === taskDefinition;
  const status = back && view.status === 'ROLLBACK_SUCCESSFUL' ? 'SUCCESSFUL' : (view.status ?? 'PENDING');
  if (/^(ROLLBACK_|STOP)/.test(status) && !(back && status === 'ROLLBACK_IN_PROGRESS'))
    return {
      state: 'FAILED',
      reason: `${name}: ECS went back to the earlier revision (${status}): ${view.reason ?? 'no reason given'}`,
    };
  if (view.taskDefinition !== undefined && view.taskDefinition !== taskDefinition)
    return { state: 'FAILED', reason: `${name}: ECS runs ${view.taskDefinition}, not ${taskDefinition}` };
  if (status !== 'SUCCESSFUL')
    return { state: 'RUNNING', detail: `${name} ${status}, ${view.running} of ${view.desired} running` };
  for (const [container, digest] of Object.entries(digests)) {
    const seen = Object.hasOwn(view.digests, container) ? view.digests[container] : undefined;
    // ECS may leave the digest out; the task definition is pinned by digest, so its absence proves nothing against us.
    if (view.desired > 0 && seen !== undefined && seen !== digest)
      return { state: 'FAILED', reason: `${name}: the tasks run ${seen} in ${container}, not ${digest}` };
  }
  if (view.running !== view.desired) return { state: 'RUNNING', detail: `${name} ${view.running} of ${view.desired} running` };
  return { state: 'DONE', detail: name };
}
