import { failTask, resourceOf, succeedTask } from './end-task.ts';
import type { Json } from './json.ts';
import type { Run } from './run.ts';
import { StatesError } from './states-error.ts';
import type { Frame } from './step-functions-state.ts';

/**
 * The execution a `.sync` task waited for has ended. Whatever it failed of, its States.Timeout too, arrives as
 * States.TaskFailed with the description as Cause. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function endChild(run: Run, frame: Frame, childArn: string): void {
  const child = run.state.executions[childArn];
  if (!child) return;
  const description = {
    ExecutionArn: child.arn,
    Input: child.input as Json,
    InputDetails: { Included: true },
    Name: child.name,
    StartDate: child.startedAt,
    StateMachineArn: child.machineArn,
    Status: child.status,
    StopDate: child.stoppedAt ?? null,
  };
  if (child.status === 'SUCCEEDED') {
    const parsed = resourceOf(run, frame).sync === 'parsed';
    const read = (text: string): Json => (parsed ? JSON.parse(text) : text);
    const Output = read(child.output ?? 'null');
    succeedTask(run, frame, { ...description, Input: read(child.input), Output, OutputDetails: { Included: true } });
    return;
  }
  const cause = JSON.stringify({ ...description, Error: child.error, Cause: child.cause });
  failTask(run, frame, new StatesError('States.TaskFailed', cause));
}
