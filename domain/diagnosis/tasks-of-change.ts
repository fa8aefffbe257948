import type { StoppedTask } from '../operation/deployment-view.ts';
import type { ResourceEvent } from '../operation/resource-event.ts';

/**
 * The tasks a change of the services stack has started, told from what CloudFormation did in it: those of a task definition
 * it has made, and, of a service it has changed without another definition (more tasks, another network, a wake), those
 * started since. Old tasks may go on failing for as long as they are replaced, and a service that is left alone as long as it
 * likes; neither says anything of the change.
 */
export function tasksOfChange(tasks: readonly StoppedTask[], events: readonly ResourceEvent[]): readonly StoppedTask[] {
  const forward = events.filter(({ status }) => /^(CREATE|UPDATE)_/.test(status));
  const definitions = byLogicalId(forward.filter(({ type }) => type === 'AWS::ECS::TaskDefinition'));
  const [made, replaced] = [new Set<string>(), new Set<string>()];
  for (const of of definitions) {
    const ids = [...new Set(of.flatMap(({ physicalId }) => physicalId || []))];
    const [old, ...later] = ids;
    const isNew = of[0]?.status.startsWith('CREATE') ?? false;
    for (const id of isNew ? ids : later) made.add(id);
    if (!isNew && old !== undefined && later.length > 0) replaced.add(old);
  }
  const changedAt = new Map<string, string>();
  for (const [first] of byLogicalId(forward.filter(({ type, physicalId }) => type === 'AWS::ECS::Service' && physicalId)))
    if (first) changedAt.set(first.physicalId?.split('/').at(-1) ?? '', first.at);
  return tasks.filter(({ taskDefinition, group, createdAt = '' }) => {
    if (made.has(taskDefinition)) return true;
    const since = changedAt.get(group.replace(/^service:/, ''));
    return since !== undefined && createdAt >= since && !replaced.has(taskDefinition);
  });
}

function byLogicalId(events: readonly ResourceEvent[]): readonly (readonly ResourceEvent[])[] {
  return Object.values(Object.groupBy(events, ({ logicalId }) => logicalId)).map((group) => group ?? []);
}
