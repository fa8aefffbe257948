import type {
  DescribeExecutionInput,
  DescribeExecutionOutput,
  GetExecutionHistoryInput,
  GetExecutionHistoryOutput,
  ListExecutionsInput,
  ListExecutionsOutput,
  StartExecutionInput,
  StartExecutionOutput,
  StopExecutionInput,
  StopExecutionOutput,
} from '@aws-sdk/client-sfn';
import { awsError } from '../aws-error.ts';
import type { Context, Operation } from '../service.ts';
import { describedExecution } from './described-execution.ts';
import { endExecution } from './end-execution.ts';
import { onePage } from './one-page.ts';
import { openRun, type Run } from './run.ts';
import { requireMachine, startNamed, tooLong } from './start-named.ts';
import type { Execution, StepFunctionsState } from './step-functions-state.ts';

/** ListExecutions and GetExecutionHistory are consistent at once; on AWS they may lag behind. */
export const executionOperations: Readonly<Record<string, Operation>> = {
  StartExecution(input: StartExecutionInput, context: Context): StartExecutionOutput {
    const { arn, startedAt } = startNamed(input, context);
    return { executionArn: arn, startDate: new Date(startedAt) };
  },

  DescribeExecution(input: DescribeExecutionInput, context: Context): DescribeExecutionOutput {
    const { execution } = requireExecution(input.executionArn, context);
    const seen = describedExecution(execution, context);
    if (!seen) throw missing(execution.arn);
    const { output, error, cause, versionArn, status } = seen;
    return {
      ...summaryOf(seen),
      input: seen.input,
      inputDetails: { included: true },
      ...(output !== undefined && { output, outputDetails: { included: true } }),
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
      ...(versionArn !== undefined && { stateMachineVersionArn: versionArn }),
      redriveCount: 0,
      redriveStatus: status === 'RUNNING' || status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    };
  },

  ListExecutions(input: ListExecutionsInput, context: Context): ListExecutionsOutput {
    const { machine } = requireMachine(input.stateMachineArn, context);
    const newestFirst = Object.values(context.state<StepFunctionsState>('SFN').executions)
      .filter(({ machineArn, status }) => machineArn === machine.arn && status === (input.statusFilter ?? status))
      .reverse();
    const page = onePage(newestFirst, input);
    return { executions: page.items.map(summaryOf), ...page.rest };
  },

  /** Of a closed execution: says when it closed, as AWS does. */
  StopExecution(input: StopExecutionInput, context: Context): StopExecutionOutput {
    const run = requireExecution(input.executionArn, context);
    if ((input.error?.length ?? 0) > 256) throw tooLong('error');
    if ((input.cause?.length ?? 0) > 32_768) throw tooLong('cause');
    endExecution(run, { status: 'ABORTED', error: input.error, cause: input.cause });
    return { stopDate: new Date(run.execution.stoppedAt ?? context.now()) };
  },

  GetExecutionHistory(input: GetExecutionHistoryInput, context: Context): GetExecutionHistoryOutput {
    const { execution } = requireExecution(input.executionArn, context);
    const page = onePage(input.reverseOrder ? execution.events.toReversed() : execution.events, input);
    const events = page.items.map((event) => ({ ...structuredClone(event), timestamp: new Date(event.timestamp) }));
    return { events, ...page.rest };
  },
};

function requireExecution(arn: string | undefined, context: Context): Run {
  if (!/^arn:[^:]+:states:[^:]*:\d{12}:execution:[^:]+:[^:]+$/.test(arn ?? ''))
    throw awsError('InvalidArn', `Invalid Arn: '${arn}'`);
  const run = openRun(arn ?? '', context);
  if (!run) throw missing(arn);
  return run;
}

const missing = (arn: string | undefined) => awsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

function summaryOf({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: new Date(startedAt),
    ...(stoppedAt !== undefined && { stopDate: new Date(stoppedAt) }),
  };
}
