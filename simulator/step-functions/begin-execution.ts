import type { Context } from '../service.ts';
import { emitStatusChange } from './emit-status-change.ts';
import { openRun, recordAfter } from './run.ts';
import { scheduleEntry } from './schedule-entry.ts';
import type { Execution, Frame, Machine, Place, StepFunctionsState } from './step-functions-state.ts';

export interface Beginning {
  readonly arn: string;
  readonly name: string;
  readonly input: string;
  readonly versionArn?: string | undefined;
  readonly waiter?: Place | undefined;
}

/** Writes the execution down and sends its first frame on the way; what it may be called is for the caller to check. */
export function beginExecution(machine: Machine, { waiter, versionArn, ...beginning }: Beginning, context: Context): Execution {
  const state = context.state<StepFunctionsState>('SFN');
  const root: Frame = { id: '0', index: 0, scope: [], lastEvent: 0 };
  const execution: Execution = {
    ...beginning,
    ...(versionArn !== undefined && { versionArn }),
    waiters: waiter ? [waiter] : [],
    machineArn: machine.arn,
    revision: machine.revisions.length - 1,
    status: 'RUNNING',
    startedAt: context.now(),
    events: [],
    frames: { [root.id]: root },
    nextFrame: 1,
    nextVisit: 1,
  };
  state.executions[execution.arn] = execution;
  const run = openRun(execution.arn, context);
  if (!run) throw new Error(`no revision ${execution.revision} of ${machine.arn}`);
  recordAfter(run, 0, 'ExecutionStarted', {
    input: execution.input,
    inputDetails: { truncated: false },
    roleArn: run.revision.roleArn,
    stateMachineVersionArn: versionArn,
  });
  scheduleEntry(run, root, run.revision.parsed.StartAt, JSON.parse(execution.input));
  const { TimeoutSeconds } = run.revision.parsed;
  if (TimeoutSeconds !== undefined) context.after(TimeoutSeconds, 'SFN', 'deadline', { executionArn: execution.arn });
  emitStatusChange(run);
  return execution;
}
