import type { SendTaskFailureInput, SendTaskHeartbeatInput, SendTaskSuccessInput } from '@aws-sdk/client-sfn';
import { awsError } from '../aws-error.ts';
import type { Context, Operation } from '../service.ts';
import { failTask, succeedTask } from './end-task.ts';
import { activeOf, fitsData, frameAt, openRun, type Run } from './run.ts';
import { isJson, tooLong } from './start-named.ts';
import { StatesError } from './states-error.ts';
import type { Frame, StepFunctionsState } from './step-functions-state.ts';
import { looksLikeToken } from './task-token.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html and its two neighbours. */
export const callbackOperations: Readonly<Record<string, Operation>> = {
  SendTaskSuccess({ taskToken, output = '' }: SendTaskSuccessInput, context: Context): object {
    if (!isJson(output)) throw awsError('InvalidOutput', "Invalid Output: 'output' is not JSON");
    if (!fitsData(output)) throw tooLong('output');
    const { run, frame } = requireTask(taskToken, context);
    succeedTask(run, frame, JSON.parse(output));
    return {};
  },

  SendTaskFailure({ taskToken, error, cause }: SendTaskFailureInput, context: Context): object {
    if ((error?.length ?? 0) > 256) throw tooLong('error');
    if ((cause?.length ?? 0) > 32_768) throw tooLong('cause');
    const { run, frame } = requireTask(taskToken, context);
    failTask(run, frame, new StatesError(error, cause));
    return {};
  },

  SendTaskHeartbeat({ taskToken }: SendTaskHeartbeatInput, context: Context): object {
    const { frame } = requireTask(taskToken, context);
    activeOf(frame).heartbeatAt = context.now();
    return {};
  },
};

function requireTask(taskToken: string | undefined, context: Context): { run: Run; frame: Frame } {
  if (taskToken === undefined || !looksLikeToken(taskToken)) throw awsError('InvalidToken', `Invalid Token: '${taskToken}'`);
  // A retried, stopped or answered task leaves its token behind in the table: known, but of a visit that is over.
  const place = context.state<StepFunctionsState>('SFN').tokens[taskToken];
  if (!place) throw awsError('TaskDoesNotExist', "Task does not exist: 'Provided task does not exist'");
  const run = openRun(place.executionArn, context);
  const frame = run && frameAt(run, place);
  if (!run || !frame) throw awsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  return { run, frame };
}
