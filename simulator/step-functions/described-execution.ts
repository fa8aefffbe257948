import type { Context } from '../service.ts';
import type { Execution } from './step-functions-state.ts';

/**
 * The execution as a DescribeExecution of now sees it, which "is eventually consistent" and "may not reflect very recent updates":
 * with the knob `stepFunctions.staleReadSeconds` one that has just begun is not there yet, and one that has just closed runs.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
export function describedExecution(execution: Execution, context: Context): Execution | undefined {
  const from = context.now() - Number(context.knob('stepFunctions.staleReadSeconds') ?? 0) * 1000;
  const { startedAt, stoppedAt, output: _output, error: _error, cause: _cause, ...running } = execution;
  if (startedAt > from) return undefined;
  return stoppedAt !== undefined && stoppedAt > from ? { ...running, startedAt, status: 'RUNNING' } : execution;
}
