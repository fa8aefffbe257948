import type { LambdaResult } from '../region.ts';
import type { Context, TimerHandler } from '../service.ts';
import type { WaitState } from './definition.ts';
import { endChild } from './end-child.ts';
import { endExecution } from './end-execution.ts';
import { failTask, resourceOf, submitTask, succeedTask, timeOutTask } from './end-task.ts';
import { enterState, retryState } from './enter-state.ts';
import type { Json } from './json.ts';
import { lambdaError } from './lambda-error.ts';
import { attempt } from './leave-state.ts';
import { endWait } from './pass-on.ts';
import { activeOf, frameAt, openRun, type Run, stateOf } from './run.ts';
import type { Frame, Place } from './step-functions-state.ts';

/** A timer of a frame's visit that is over does nothing: that is all there is to cancelling one. */
const atVisit =
  <D extends Place>(fire: (run: Run, frame: Frame, data: D) => void): TimerHandler =>
  (data: D, context: Context) => {
    const run = openRun(data.executionArn, context);
    const frame = run && frameAt(run, data);
    if (run && frame) fire(run, frame, data);
  };

export const timers: Readonly<Record<string, TimerHandler>> = {
  enter(data: { executionArn: string; frame: string }, context) {
    const run = openRun(data.executionArn, context);
    const frame = run?.execution.frames[data.frame];
    if (run && frame) enterState(run, frame);
  },

  /** The machine's own TimeoutSeconds: no Catch of the execution hears of it. */
  deadline(data: { executionArn: string }, context) {
    const run = openRun(data.executionArn, context);
    if (run) endExecution(run, { status: 'TIMED_OUT' });
  },

  retry: atVisit(retryState),
  waited: atVisit((run, frame) => attempt(run, frame, () => endWait(run, frame, stateOf(run, frame) as WaitState))),
  timeout: atVisit((run, frame) => timeOutTask(run, frame, false)),

  // One timer a task: a heartbeat only moves the date, and the timer that fires too early sets out again.
  heartbeat: atVisit((run, frame, place) => {
    const { heartbeatAt = 0, heartbeatSeconds = 0 } = activeOf(frame);
    const left = heartbeatAt + heartbeatSeconds * 1000 - run.context.now();
    if (left > 0) run.context.after(left / 1000, 'SFN', 'heartbeat', place);
    else timeOutTask(run, frame, true);
  }),

  // The visit is the fence: a zombie's result, or one that comes after the token was answered, is dropped by atVisit.
  lambdaEnded: atVisit((run, frame, { result }: Place & { result: LambdaResult }) => {
    const { kind, waitsForToken } = resourceOf(run, frame);
    const error = lambdaError(result);
    if (error) {
      failTask(run, frame, error);
      return;
    }
    const value = (result.value ?? null) as Json;
    if (kind === 'lambda') {
      succeedTask(run, frame, value);
      return;
    }
    const answer = answerOf(run, value);
    if (waitsForToken) submitTask(run, frame, answer);
    else succeedTask(run, frame, answer);
  }),

  childEnded: atVisit((run, frame, { childArn }: Place & { childArn: string }) => endChild(run, frame, childArn)),
};

/** What `lambda:invoke` gives. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
function answerOf({ context }: Run, Payload: Json): Json {
  const RequestId = context.uuid();
  return {
    ExecutedVersion: '$LATEST',
    Payload,
    SdkHttpMetadata: { HttpHeaders: { 'x-amzn-RequestId': RequestId }, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId },
    StatusCode: 200,
  };
}
