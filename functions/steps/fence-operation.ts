import type { Bus } from '../../cloud/bus.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import { operationStarted } from '../../domain/events/operation-started.ts';
import { isOver } from '../../domain/operation/transitions.ts';
import type { Phase } from '../../schemas/gen/api.types.ts';
import { fence } from '../ensure/fence.ts';
import { tellProgress } from '../events/tell-progress.ts';

export interface FenceInput {
  readonly operationId: string;
  /** Which branch stopped; absent where the whole deployment did, which then had got past its branches. */
  readonly phase?: Phase;
  /** Name of the execution that tears down; absent when a branch of a deployment stops. */
  readonly execution?: string;
  /** The state's whole input; carries what a Catch has put under `error`. */
  readonly input?: { readonly error?: { readonly Error?: string; readonly Cause?: string } };
}

/** Errors whose cause the step has written down itself before it told the machine. */
const recorded = new Set(['Fenced', 'AttemptFailed', 'PhaseDeadline', 'ForeignResource', 'PlanRefused']);

/**
 * Begins a teardown, and ends a branch that stopped. A DELETE has nothing to fence and simply runs; everything else is
 * FAILING from here on. Entering twice changes nothing.
 */
export function makeFenceOperation({
  table,
  workflow,
  bus,
  now,
}: {
  readonly table: Table;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly now: () => number;
}) {
  return async ({ operationId, phase, execution, input }: FenceInput): Promise<{ readonly images: readonly string[] }> => {
    const operation = await table.operations.get(operationId);
    if (!operation) throw new Error(`there is no operation ${operationId}`);
    if (isOver(operation.status)) return { images: [] };
    const error = input?.error;
    const at = new Date(now()).toISOString();
    if (error?.Error && !recorded.has(error.Error))
      await table.operations.addCause(operationId, {
        name: error.Error,
        phase: phase ?? (operation.plan ? 'SERVICES' : 'PLAN'),
        subject: 'execution',
        message: messageOf(error.Cause),
        at,
      });
    if (operation.kind === 'DELETE') {
      await table.operations.move(operationId, 'RUNNING', { startedAt: at });
      await tellProgress(operationId, operationStarted(operation, operation.startedAt ?? at), { bus, table, now });
    } else {
      const silent = Object.keys(operation.causes).length === 0 && !operation.cancelled && !error?.Error;
      if (silent)
        await table.operations.addCause(operationId, {
          name: 'ExecutionEnded',
          phase: 'PLAN',
          subject: 'execution',
          message: 'the execution ended before the operation did',
          at,
        });
      await fence(operationId, undefined, { table, workflow });
    }
    if (execution && execution !== operation.execution)
      await table.operations.replaceExecution(operationId, operation, execution, at);
    return { images: (operation.plan?.images ?? []).map((image) => image.key) };
  };
}

/** A thrown Lambda error arrives as a JSON string in Cause. */
function messageOf(cause: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(cause ?? '');
    return String((parsed as { errorMessage?: unknown }).errorMessage ?? cause);
  } catch {
    return cause || 'no reason given';
  }
}
