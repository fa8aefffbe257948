import type { Builds } from '../../cloud/builds.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';
import { lookAtBuild } from '../../domain/image/look-at-build.ts';
import { attemptToken } from '../../domain/operation/attempt-key.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import type { Look } from '../../domain/operation/look.ts';
import { lookAtStack } from '../../domain/operation/look-at-stack.ts';
import type { Attempt, Operation } from '../../domain/operation/operation.ts';
import { stackKinds } from '../../domain/operation/stack-kind.ts';
import { phaseOf } from '../../domain/operation/step-key.ts';

interface Deps {
  readonly table: Table;
  readonly stacks: Stacks;
  readonly builds: Builds;
  readonly now: () => number;
}

/**
 * The first failure fences every other branch before it looks again; what had failed beside it by then is read here, so that
 * no cause is lost. Answers with the operation as it is recorded afterwards.
 */
export async function keepOtherCauses(operation: Operation, deps: Deps): Promise<Operation> {
  const { table, stacks, builds, now } = deps;
  const keep = async (attempt: Attempt, phase: ReturnType<typeof phaseOf>, look: Look) => {
    if (look.state !== 'FAILED') return;
    const at = new Date(now()).toISOString();
    const { reason, link } = look;
    const { subject } = attempt;
    await table.operations.endAttempt(operation.id, attempt, {
      outcome: 'FAILED',
      endedAt: at,
      reason,
      ...(link ? { link } : {}),
    });
    await table.operations.addCause(operation.id, { name: 'AttemptFailed', phase, subject, message: reason, at });
  };
  for (const { key } of operation.plan?.images ?? []) {
    const attempt = attemptsOf(operation, key, ['build']).at(-1);
    if (!attempt?.reference || attempt.outcome !== undefined) continue;
    const view = await builds.get(attempt.reference);
    if (view?.complete && view.status !== 'SUCCEEDED')
      await keep(attempt, 'BUILD', lookAtBuild(operation, key, view, undefined, now()));
  }
  for (const stack of stackKinds) {
    const attempt = attemptsOf(operation, stack, ['create', 'update']).at(-1);
    if (!attempt?.reference || attempt.outcome !== undefined) continue;
    const view = await stacks.describe(attempt.reference);
    if (view?.token === attemptToken(operation.id, attempt))
      await keep(
        attempt,
        phaseOf({ kind: 'stack', stack, action: 'apply' }),
        lookAtStack(operation, stack, 'apply', view, now()),
      );
  }
  return (await table.operations.get(operation.id)) ?? operation;
}
