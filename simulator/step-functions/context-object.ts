import type { JsonObject } from './json.ts';
import { type Run, stateOf } from './run.ts';
import type { Frame } from './step-functions-state.ts';

const retries = ['Task', 'Parallel', 'Map'];

/** `$$`. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export function contextObject(run: Run, frame: Frame): JsonObject {
  const { execution, revision, state } = run;
  const { active } = frame;
  const item = itemOf(run, frame);
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: revision.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machineArn, Name: state.machines[execution.machineArn]?.name ?? '' },
    ...(active && {
      State: {
        Name: active.state,
        EnteredTime: new Date(active.enteredAt).toISOString(),
        ...(retries.includes(stateOf(run, frame).Type) && { RetryCount: active.retryCount }),
      },
    }),
    ...(active?.token !== undefined && { Task: { Token: active.token } }),
    ...(item && { Map: { Item: { Index: item.index, Value: item.value } } }),
  };
}

/** The iteration this frame is or lies in, the innermost if Maps are nested. */
function itemOf(run: Run, frame: Frame) {
  let at: Frame | undefined = frame;
  while (at && !at.item) at = at.parent === undefined ? undefined : run.execution.frames[at.parent];
  return at?.item && { index: at.index, value: at.item.value };
}
