import type { Names } from '../../cloud/names.ts';
import type { Services } from '../../cloud/services.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';
import { diagnoseTask } from '../../domain/diagnosis/diagnose-task.ts';
import { attemptToken } from '../../domain/operation/attempt-key.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import { imagesOf } from '../../domain/operation/images-of.ts';
import type { Look } from '../../domain/operation/look.ts';
import { lookAtRemoval } from '../../domain/operation/look-at-removal.ts';
import { lookAtStack } from '../../domain/operation/look-at-stack.ts';
import { lookAtUndo } from '../../domain/operation/look-at-undo.ts';
import type { Operation, PlannedStack, Target } from '../../domain/operation/operation.ts';
import type { AppliedStack } from '../../domain/operation/serving.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import type { Aim } from './aim.ts';
import { failedTasks } from './failed-tasks.ts';
import { stackOutputs } from './stack-outputs.ts';
import { waitForNames } from './wait-for-names.ts';

type StackTarget = Extract<Target, { kind: 'stack' }>;
export interface StackAimDeps {
  readonly table: Table;
  readonly stacks: Stacks;
  readonly services: Services;
  readonly names: Names;
  readonly now: () => number;
}

/** Brings one stack where the plan wants it, or back where it was. */
export function stackAim({ stack, action }: StackTarget, operation: Operation, deps: StackAimDeps): Aim {
  const { table, stacks, names, now } = deps;
  const name = stackName(operation.environment, stack);
  const subject = action === 'apply' ? stack : `${stack}+${action}`;
  const contract = operation.plan?.contract.find((one) => one.stack === stack);

  const wanted = (current: Operation): PlannedStack | undefined => {
    if (action === 'apply') return current.plan?.stacks[stack];
    return action === 'contract' && contract && !contract.remove ? contract : undefined;
  };
  const serving = async (): Promise<AppliedStack | undefined> =>
    (await table.environments.get(operation.environment))?.serving?.stacks[stack];
  // A stack this operation has created is asked for by its id: by its name a deleted one, and a young one, are not found.
  const view = (current: Operation) => {
    const created = attemptsOf(current, stack, ['create']).at(-1)?.reference;
    return stacks.describe(created ?? name);
  };

  return {
    subject,
    actions: ['create', 'update', 'delete', 'cancel-update', 'continue-rollback'],
    async look(current): Promise<Look> {
      const now_ = now();
      if (action === 'undo') {
        const [before, seen] = [await serving(), await view(current)];
        const keeps = current.kind === 'DELETE' ? [] : (before?.names ?? []);
        return waitForNames(lookAtUndo(current, stack, before, seen, now_), seen, keeps, names);
      }
      if (action === 'contract' && contract?.remove) {
        const seen = await view(current);
        if (!seen || seen.status === 'DELETE_COMPLETE') return { state: 'DONE', detail: 'removed' };
        const removal = lookAtRemoval(current, attemptsOf(current, subject, ['delete', 'cancel-update']), seen, now_);
        return waitForNames(removal, seen, [], names);
      }
      if (!wanted(current)) return { state: 'DONE', detail: 'not needed' };
      const seen = await view(current);
      const look = lookAtStack(current, stack, action, seen, now_);
      if (action === 'contract') return waitForNames(look, seen, wanted(current)?.names ?? [], names);
      return stack === 'services' && look.state === 'RUNNING' ? failFast(current, look, deps) : look;
    },
    async prepare(current, next) {
      if (next !== 'create' && next !== 'update') return {};
      const planned = wanted(current);
      if (planned)
        return {
          call: {
            templateKey: planned.templateKey,
            templateHash: planned.templateHash,
            parameters: await parametersOf(current, planned, stacks),
            ...(planned.names ? { names: planned.names } : {}),
          },
        };
      const back = await serving();
      if (!back) throw new Error(`nothing says what ${name} should go back to`);
      return { call: back };
    },
    start(current, attempt) {
      const token = attemptToken(current.id, attempt);
      if (attempt.action === 'delete') return stacks.delete(name, token);
      if (attempt.action === 'cancel-update') return stacks.cancelUpdate(name, token);
      if (attempt.action === 'continue-rollback') return stacks.continueRollback(name, token);
      if (!attempt.call) throw new Error(`the attempt ${attempt.subject}/${attempt.action}/${attempt.n} has no call`);
      const call = {
        name,
        token,
        templateKey: attempt.call.templateKey,
        parameters: attempt.call.parameters,
        tags: { 'moorage:environment': current.environment },
      };
      return attempt.action === 'create' ? stacks.create(call) : stacks.update(call);
    },
  };
}

/** The plan's parameters and the late ones: the foundation's outputs by their names, images with their digests. */
async function parametersOf(operation: Operation, planned: PlannedStack, stacks: Stacks): Promise<Record<string, string>> {
  if (planned.late.length === 0) return { ...planned.parameters };
  const outputs = await stackOutputs(stacks, operation.environment, 'foundation');
  const known: Record<string, string> = { ...outputs, ...imagesOf(operation) };
  const missing = planned.late.filter((parameter) => known[parameter] === undefined);
  if (missing.length > 0) throw new Error(`nothing provides the parameters ${missing.join(', ')}`);
  return { ...planned.parameters, ...Object.fromEntries(planned.late.map((parameter) => [parameter, known[parameter] ?? ''])) };
}

/**
 * CloudFormation would go on waiting for a service whose tasks can never start; ECS says so minutes earlier. Only causes
 * no retry can mend end the step here, everything else is left to the circuit breaker.
 */
async function failFast(operation: Operation, look: Look, { stacks, services }: StackAimDeps): Promise<Look> {
  const cluster = (await stacks.describe(stackName(operation.environment, 'foundation')))?.outputs.ClusterName;
  const attempt = attemptsOf(operation, 'services', ['create', 'update']).at(-1);
  if (!cluster || !attempt) return look;
  const [task] = await failedTasks(operation, attempt, cluster, { stacks, services }, ({ terminal, failFast: fast }) =>
    Boolean(terminal && fast),
  );
  const diagnosis = task && diagnoseTask(task);
  return diagnosis ? { state: 'FAILED', reason: `${diagnosis.code}: ${diagnosis.evidence.join(' ')}` } : look;
}
