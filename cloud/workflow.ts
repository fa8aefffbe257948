import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { ErrorName } from '../domain/errors.ts';
import type { Connect } from './connect.ts';

export interface Workflow {
  /** Starts an execution of that name; one that runs by that name counts as started. False: one has ended by that name. */
  start(machine: 'deploy' | 'teardown', name: string, operationId: string): Promise<boolean>;
  /**
   * How an execution of that name stands, on either machine. Undefined: none is shown, which for a moment may also be said of
   * one that has just been started.
   */
  find(name: string): Promise<FoundExecution | undefined>;
  /** Answers a waiting step. Answering twice, or too late, is no error: somebody else has. */
  succeed(token: string, output: object): Promise<void>;
  fail(token: string, error: ErrorName, cause: string): Promise<void>;
  /** State transitions billed for that execution: states entered, and every retry. 0 when there is no such execution. */
  transitions(name: string): Promise<number>;
}

/** `succeededAt`, in milliseconds, where it has ended as it should. */
export interface FoundExecution {
  readonly running: boolean;
  readonly succeededAt?: number;
}

const answered = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

export function makeWorkflow(connect: Connect, machines: { readonly deploy: string; readonly teardown: string }): Workflow {
  const client = connect(SFNClient);
  const executionArn = (machine: string, name: string) =>
    `${machine.replace(':stateMachine:', ':execution:').replace(/(:execution:[^:]+):\d+$/, '$1')}:${name}`;
  const unlessAnswered = async (send: () => Promise<unknown>) => {
    try {
      await send();
    } catch (error) {
      if (!(error instanceof Error && answered.has(error.name))) throw error;
    }
  };
  const unlessMissing = async <T>(ask: () => Promise<T>, missing: T): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return missing;
      throw error;
    }
  };
  return {
    async start(machine, name, operationId) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: machines[machine], name, input: JSON.stringify({ operationId }) }),
        );
        return true;
      } catch (error) {
        // The input is the same in every call of ours: not the same execution is one that has ended.
        if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
        return false;
      }
    },
    async find(name) {
      const seen = await Promise.all(
        [machines.deploy, machines.teardown].map((machine) =>
          unlessMissing(
            () => client.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) })),
            undefined,
          ),
        ),
      );
      const found = seen.filter((one) => one !== undefined);
      if (found.length === 0) return undefined;
      const succeededAt = found.find(({ status }) => status === 'SUCCEEDED')?.stopDate?.getTime();
      return {
        running: found.some(({ status }) => status === 'RUNNING' || status === 'PENDING_REDRIVE'),
        ...(succeededAt === undefined ? {} : { succeededAt }),
      };
    },
    succeed: (taskToken, output) =>
      unlessAnswered(() => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    // The API's limits: 256 and 32,768 characters.
    fail: (taskToken, error, cause) =>
      unlessAnswered(() =>
        client.send(new SendTaskFailureCommand({ taskToken, error: error.slice(0, 256), cause: cause.slice(0, 32_000) })),
      ),
    async transitions(name) {
      let count = 0;
      for (const machine of [machines.deploy, machines.teardown]) {
        let nextToken: string | undefined;
        do {
          const page = await unlessMissing(
            () =>
              client.send(
                new GetExecutionHistoryCommand({
                  executionArn: executionArn(machine, name),
                  maxResults: 1000,
                  includeExecutionData: false,
                  nextToken,
                }),
              ),
            undefined,
          );
          // A retry schedules its task again without entering the state again; AWS bills it like an entry.
          for (const { type } of page?.events ?? []) {
            if (type?.endsWith('StateEntered') && type !== 'TaskStateEntered') count += 1;
            if (type === 'TaskScheduled' || type === 'LambdaFunctionScheduled') count += 1;
          }
          nextToken = page?.nextToken;
        } while (nextToken);
      }
      return count;
    },
  };
}
