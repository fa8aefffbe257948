import type { Context } from '../service.ts';
import { applyPath, applyTemplate, requirePath, runtimeError, type Scope } from './data-flow.ts';
import type { TaskState } from './definition.ts';
import { failTask, resourceOf, submitTask, succeedTask } from './end-task.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Resource } from './resource.ts';
import { activeOf, placeOf, type Run, record, serialized } from './run.ts';
import { startNamed } from './start-named.ts';
import { StatesError } from './states-error.ts';
import type { Frame } from './step-functions-state.ts';
import { issueToken } from './task-token.ts';

/** One attempt at a Task: a visit of its own and, where one is waited for, a token of its own. */
export function startTask(run: Run, frame: Frame, state: TaskState): void {
  const resource = resourceOf(run, frame);
  const active = activeOf(frame);
  const scope = { run, frame };
  // Before Parameters are read: they carry it to whoever shall answer.
  if (resource.waitsForToken) active.token = issueToken(run, frame);
  const input = applyPath(state.InputPath, active.input, scope);
  const parameters = applyTemplate(state.Parameters, input, scope);
  const timeout = secondsOf(state.TimeoutSeconds, state.TimeoutSecondsPath, input, scope);
  const heartbeat = secondsOf(state.HeartbeatSeconds, state.HeartbeatSecondsPath, input, scope);
  recordStart(run, frame, resource, serialized(parameters, active.state), timeout, heartbeat);
  // No default: a Task without TimeoutSeconds may take the year its execution may.
  const { context } = run;
  if (timeout !== undefined) context.after(timeout, 'SFN', 'timeout', placeOf(run, frame));
  if (heartbeat !== undefined) {
    active.heartbeatSeconds = heartbeat;
    active.heartbeatAt = context.now();
    context.after(heartbeat, 'SFN', 'heartbeat', placeOf(run, frame));
  }
  if (resource.kind === 'startExecution') startChild(run, frame, resource, parameters);
  else invoke(run, frame, resource, parameters, context);
}

function recordStart(run: Run, frame: Frame, resource: Resource, text: string, timeout?: number, heartbeat?: number): void {
  if (resource.kind === 'lambda') {
    const details = { resource: resource.action, input: text, inputDetails: { truncated: false }, timeoutInSeconds: timeout };
    record(run, frame, 'LambdaFunctionScheduled', details);
    record(run, frame, 'LambdaFunctionStarted');
    return;
  }
  const named = { resourceType: resource.type, resource: resource.action };
  record(run, frame, 'TaskScheduled', {
    ...named,
    region: run.context.region,
    parameters: text,
    timeoutInSeconds: timeout,
    heartbeatInSeconds: heartbeat,
  });
  record(run, frame, 'TaskStarted', named);
}

function invoke(run: Run, frame: Frame, resource: Resource, parameters: Json, context: Context): void {
  const then = { service: 'SFN', kind: 'lambdaEnded', data: placeOf(run, frame) };
  if (resource.kind === 'lambda') {
    context.invoke(resource.action, parameters, then);
    return;
  }
  const { FunctionName, Payload = {} } = requireObject(frame, parameters);
  if (typeof FunctionName !== 'string') throw runtimeError(frame, 'The field "FunctionName" is required but was missing');
  context.invoke(FunctionName, Payload, then);
}

function startChild(run: Run, frame: Frame, resource: Resource, parameters: Json): void {
  const { StateMachineArn, Input = {}, Name } = requireObject(frame, parameters);
  const { context } = run;
  try {
    const child = startNamed(
      {
        stateMachineArn: String(StateMachineArn),
        name: Name === undefined ? undefined : String(Name),
        // A string is taken as the JSON text it is, as the API takes it.
        input: typeof Input === 'string' ? Input : JSON.stringify(Input),
      },
      context,
      resource.sync ? placeOf(run, frame) : undefined,
    );
    const started = { ExecutionArn: child.arn, StartDate: child.startedAt };
    if (!resource.sync) {
      succeedTask(run, frame, started);
      return;
    }
    // Remembered so that stopping this task stops the child; a mere timeout of the task leaves the child running.
    activeOf(frame).childArn = child.arn;
    submitTask(run, frame, started);
  } catch (error) {
    if (!(error instanceof Error) || !('$fault' in error)) throw error;
    // "<Service>.<Error>Exception, always with the Exception suffix": …/dg/supported-services-awssdk.html
    failTask(run, frame, new StatesError(`StepFunctions.${error.name.replace(/Exception$/, '')}Exception`, error.message));
  }
}

function requireObject(frame: Frame, parameters: Json): JsonObject {
  if (isJsonObject(parameters)) return parameters;
  throw runtimeError(frame, 'The Parameters of a Task have to be a JSON object');
}

function secondsOf(seconds: number | undefined, path: string | undefined, input: Json, scope: Scope): number | undefined {
  if (path === undefined) return seconds;
  const found = requirePath(path, input, scope);
  if (typeof found === 'number' && Number.isInteger(found) && found > 0) return found;
  throw runtimeError(scope.frame, `The value of '${path}' has to be a positive integer`);
}
