import type { Builds } from '../../cloud/builds.ts';
import type { Bus } from '../../cloud/bus.ts';
import type { Images } from '../../cloud/images.ts';
import type { Stacks } from '../../cloud/stacks.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import { monthlyCost } from '../../domain/cost/monthly-cost.ts';
import { operationCost } from '../../domain/cost/operation-cost.ts';
import { Fenced } from '../../domain/errors.ts';
import { attemptToken } from '../../domain/operation/attempt-key.ts';
import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import { changesNothing } from '../../domain/operation/changes-nothing.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { isPastReturn } from '../../domain/operation/is-past-return.ts';
import { lookAtUndo } from '../../domain/operation/look-at-undo.ts';
import { onlyPauses } from '../../domain/operation/only-pauses.ts';
import type { Operation, Result } from '../../domain/operation/operation.ts';
import { outputsOf } from '../../domain/operation/outputs-of.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { AppliedStack } from '../../domain/operation/serving.ts';
import { servingOf } from '../../domain/operation/serving-of.ts';
import { type StackKind, stackKinds } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';
import { isOver, statusServing } from '../../domain/operation/transitions.ts';
import { pruneImages } from './prune-images.ts';
import { releaseEnvironment } from './release-environment.ts';

export interface SettleDeps {
  readonly table: Table;
  readonly stacks: Stacks;
  readonly builds: Builds;
  readonly images: Images;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly now: () => number;
}

/**
 * The one way out. It decides what the operation came to, writes that into the operation, and only then gives the lock
 * back; whoever finds an operation that is over but still holds its lock repeats that last half.
 *
 * After a deployment it settles success alone: an operation that was fenced on the way goes to the teardown machine.
 */
export function makeSettleOperation(deps: SettleDeps) {
  return async ({
    operationId,
    after,
  }: {
    readonly operationId: string;
    readonly after: 'deployed' | 'tornDown';
  }): Promise<{ readonly status: string }> => {
    const { table } = deps;
    let operation = await table.operations.get(operationId);
    if (!operation) throw new Error(`there is no operation ${operationId}`);
    const wasOver = isOver(operation.status);
    if (!wasOver) {
      if (after === 'deployed' && operation.status !== 'RUNNING') throw new Fenced(`the operation is ${operation.status}`);
      await (after === 'deployed' ? succeed(operation, deps) : conclude(operation, deps));
      operation = await table.operations.get(operationId);
      // A cancel or a doorbell was faster than the write: the next execution of the machine will see it.
      if (!operation || !isOver(operation.status)) throw new Fenced(`the operation is ${operation?.status ?? 'gone'}`);
    }
    await releaseEnvironment(operation, deps);
    // Once: a second entry may be there because the first took too long at it.
    if (!wasOver && operation.status === 'SUCCEEDED' && operation.kind !== 'DELETE')
      await pruneImages(operation.id, operation.environment, deps);
    return { status: operation.status };
  };
}

async function succeed(operation: Operation, deps: SettleDeps): Promise<void> {
  await end(operation, 'SUCCEEDED', await deployed(operation, deps), deps);
}

const nothingChanged = 'nothing has changed: every base image has the digest that serves, and every source is the same';

/** What the environment becomes when the operation's revision serves, or what served has nothing to become. */
async function deployed(operation: Operation, { table, stacks }: SettleDeps): Promise<Result> {
  const revision = await table.revisions.get(operation.environment, operation.id);
  if (!revision) throw new Error(`the record has no revision of ${operation.id}`);
  const environment = await table.environments.get(operation.environment);
  const before = await servingRevision(environment, table);
  const [foundation, services] = await Promise.all(
    (['foundation', 'services'] as const).map((kind) => stacks.describe(stackName(operation.environment, kind))),
  );
  const serves = environment?.serving;
  return {
    becomes: statusServing(revision.effective),
    ...(serves && changesNothing(operation)
      ? { unchanged: `${nothingChanged}; revision ${serves.revision} goes on serving` }
      : { serving: servingOf(operation, revision.blueprintVersion) }),
    outputs: outputsOf(operation, foundation?.outputs ?? {}, services?.outputs ?? {}),
    monthlyCost: monthlyCost(revision.effective),
    protected: revision.effective.protected,
    ...(onlyPauses(operation, revision, before) && { onlyPauses: true }),
  };
}

async function servingRevision(environment: Environment | undefined, { revisions }: Table): Promise<Revision | undefined> {
  return environment?.serving && revisions.get(environment.name, environment.serving.operation);
}

/**
 * The operation ended after its services had moved for good: its revision serves, on stacks that may hold more than it needs.
 * The record says what they hold, so that the next operation takes it away.
 */
async function moved(operation: Operation, environment: Environment | undefined, deps: SettleDeps): Promise<Result> {
  const { table, stacks, now } = deps;
  const kept: Partial<Record<StackKind, AppliedStack>> = {};
  for (const { stack, remove } of operation.plan?.contract ?? []) {
    const view = await stacks.describe(stackName(operation.environment, stack));
    const before = environment?.serving?.stacks[stack];
    if (remove && view && before) kept[stack] = before;
    for (const attempt of attemptsOf(operation, `${stack}+contract`, ['update'])) {
      const done = view?.status === 'UPDATE_COMPLETE' && view.token === attemptToken(operation.id, attempt);
      const outcome = done ? 'DONE' : 'FAILED';
      await table.operations.endAttempt(operation.id, attempt, { outcome, endedAt: new Date(now()).toISOString() });
    }
  }
  const result = await deployed((await table.operations.get(operation.id)) ?? operation, deps);
  const { serving } = result;
  return serving ? { ...result, serving: { ...serving, stacks: { ...serving.stacks, ...kept } } } : result;
}

async function conclude(operation: Operation, deps: SettleDeps): Promise<void> {
  const environment = await deps.table.environments.get(operation.environment);
  const left = [...(await leftovers(operation, deps)), ...unrepaired(operation, environment)];
  const at = new Date(deps.now()).toISOString();
  if (operation.kind === 'DELETE' && left.length === 0) return end(operation, 'SUCCEEDED', { becomes: 'GONE' }, deps);
  if (operation.kind === 'DELETE') await deps.table.operations.move(operation.id, 'FAILING');
  const lastFailure = {
    operation: operation.id,
    at,
    ...(operation.diagnosis ? { code: operation.diagnosis.code, remedy: operation.diagnosis.remedy } : {}),
    sentence: operation.diagnosis?.sentence ?? left[0] ?? 'The operation failed.',
  };
  const serves = operation.kind === 'CREATE' ? undefined : await servingRevision(environment, deps.table);
  const settled = serves ? statusServing(serves.effective) : 'FAILED';
  const remains: Result = isPastReturn(operation) ? await moved(operation, environment, deps) : { becomes: settled };
  const stays = isPastReturn(operation) ? ` The services had moved already: revision ${operation.revision} serves.` : '';
  const result: Result = {
    ...remains,
    lastFailure: { ...lastFailure, sentence: `${lastFailure.sentence}${stays}` },
    ...(left.length > 0 ? { becomes: 'STUCK', stuck: left.join('\n') } : {}),
  };
  // Cancelled as the contract began: its revision serves, and CANCELLED would say that nothing was changed.
  const cancelled = operation.cancelled && left.length === 0 && !isPastReturn(operation);
  await end(operation, cancelled ? 'CANCELLED' : 'FAILED', result, deps);
}

/** A repair that failed leaves the stacks somewhere on the way; one that began nothing leaves what was there before. */
function unrepaired(operation: Operation, environment: Environment | undefined): readonly string[] {
  if (operation.kind !== 'REPAIR' || isPastReturn(operation)) return [];
  const began = stackKinds.some(
    (kind) => attemptsOf(operation, kind, ['create', 'update', 'delete', 'continue-rollback']).length > 0,
  );
  if (!began) return environment?.stuck ? [environment.stuck] : [];
  return [
    `${operation.environment} is not repaired: mend the cause and POST /environments/${operation.environment}/repair again, or DELETE it`,
  ];
}

/** Everything of this operation that is not where it was before, each with what an operator can do about it. */
async function leftovers(operation: Operation, { table, stacks, builds, now }: SettleDeps): Promise<readonly string[]> {
  const environment = await table.environments.get(operation.environment);
  const left: string[] = [];
  for (const kind of stackKinds) {
    const created = attemptsOf(operation, kind, ['create']).at(-1)?.reference;
    const name = stackName(operation.environment, kind);
    const view = await stacks.describe(created ?? name);
    const look = lookAtUndo(operation, kind, environment?.serving?.stacks[kind], view, now());
    if (look.state === 'DONE') continue;
    const status = `${name} is ${view?.status ?? 'unknown'}`;
    // Where a revision still serves, deleting its stack is the last thing to advise.
    const serves = operation.kind !== 'DELETE' && environment?.serving?.stacks[kind] !== undefined;
    const remedy = serves
      ? `aws cloudformation continue-update-rollback --stack-name ${name} brings back what serves, and POST /environments/${operation.environment}/repair makes it whole`
      : `aws cloudformation delete-stack --stack-name ${name}, then DELETE the environment`;
    left.push(`${status}: ${remedy}`);
  }
  for (const image of operation.plan?.images ?? []) {
    for (const attempt of attemptsOf(operation, image.key, ['build'])) {
      const view = attempt.reference
        ? await builds.get(attempt.reference)
        : await builds.find(image.architecture, attemptToken(operation.id, attempt));
      if (view && !view.complete) left.push(`the build ${view.id} still runs: aws codebuild stop-build --id ${view.id}`);
    }
  }
  return left;
}

async function end(
  operation: Operation,
  status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED',
  result: Result,
  { table, workflow, now }: SettleDeps,
): Promise<void> {
  const executions = [
    operation.id,
    `${operation.id}-c`,
    ...Array.from({ length: operation.recoveries }, (_, index) => `${operation.id}-r${index + 1}`),
  ];
  const transitions = (await Promise.all(executions.map((name) => workflow.transitions(name)))).reduce(
    (sum, count) => sum + count,
    0,
  );
  // What it came to is told by whoever gives the lock back: until this write a cancel may still be faster.
  await table.operations.move(operation.id, status, {
    endedAt: new Date(now()).toISOString(),
    result,
    transitions,
    cost: operationCost(operation, transitions),
  });
}
