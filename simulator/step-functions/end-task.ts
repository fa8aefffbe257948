import type { TaskState } from './definition.ts';
import type { Json } from './json.ts';
import { attempt, fail, finish } from './leave-state.ts';
import { parseResource, type Resource } from './resource.ts';
import { activeOf, type Run, record, serialized, stateOf } from './run.ts';
import { StatesError } from './states-error.ts';
import type { Frame } from './step-functions-state.ts';

export function resourceOf(run: Run, frame: Frame): Resource {
  const arn = (stateOf(run, frame) as TaskState).Resource;
  const resource = parseResource(arn);
  if (!resource) throw new Error(`the simulator does not model ${arn}`);
  return resource;
}

export function succeedTask(run: Run, frame: Frame, result: Json): void {
  attempt(run, frame, () => {
    const resource = resourceOf(run, frame);
    const output = fittingOrFailed(run, frame, result);
    if (output === undefined) return;
    const details = { output, outputDetails: { truncated: false } };
    if (resource.kind === 'lambda') record(run, frame, 'LambdaFunctionSucceeded', details);
    else record(run, frame, 'TaskSucceeded', { resourceType: resource.type, resource: resource.action, ...details });
    finish(run, frame, result);
  });
}

export function failTask(run: Run, frame: Frame, error: StatesError): void {
  attempt(run, frame, () => {
    const { kind, type, action } = resourceOf(run, frame);
    const details = { error: error.error?.slice(0, 256), cause: error.details?.slice(0, 32_768) };
    if (kind === 'lambda') record(run, frame, 'LambdaFunctionFailed', details);
    else record(run, frame, 'TaskFailed', { resourceType: type, resource: action, ...details });
    fail(run, frame, new StatesError(details.error, details.cause));
  });
}

/**
 * A missed heartbeat is told as States.Timeout too, in the history and to Catch (recorded from AWS in localstack's
 * `test_heartbeats.snapshot.json`), though States.HeartbeatTimeout also matches it.
 */
export function timeOutTask(run: Run, frame: Frame, heartbeat: boolean): void {
  attempt(run, frame, () => {
    const { kind, type, action } = resourceOf(run, frame);
    const error = 'States.Timeout';
    if (kind === 'lambda') record(run, frame, 'LambdaFunctionTimedOut', { error });
    else record(run, frame, 'TaskTimedOut', { resourceType: type, resource: action, error });
    fail(run, frame, new StatesError(error, undefined, heartbeat ? 'States.HeartbeatTimeout' : undefined));
  });
}

export function submitTask(run: Run, frame: Frame, output: Json): void {
  attempt(run, frame, () => {
    const { type, action } = resourceOf(run, frame);
    const text = fittingOrFailed(run, frame, output);
    if (text === undefined) return;
    record(run, frame, 'TaskSubmitted', {
      resourceType: type,
      resource: action,
      output: text,
      outputDetails: { truncated: false },
    });
  });
}

function fittingOrFailed(run: Run, frame: Frame, result: Json): string | undefined {
  try {
    return serialized(result, activeOf(frame).state);
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    failTask(run, frame, error);
    return undefined;
  }
}
