import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Connect } from './connect.ts';

export interface Workflow {
  /** Starts an execution of that name; one that exists by that name, running or ended, counts as started. */
  start(machine: 'deploy' | 'teardown', name: string, operationId: string): Promise<void>;
  /** Is an execution of that name running on either machine? */
  isRunning(name: string): Promise<boolean>;
  /** Answers a waiting step. Answering twice, or too late, is no error: somebody else has. */
  succeed(token: string, output: object): Promise<void>;
  fail(token: string, error: string, cause: string): Promise<void>;
  /** State transitions billed for that execution: states entered, and every retry. 0 when there is no such execution. */
  transitions(name: string): Promise<number>;
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
      } catch (error) {
        if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
      }
    },
    async isRunning(name) {
      const states = await Promise.all(
        [machines.deploy, machines.teardown].map((machine) =>
          unlessMissing(
            async () => (await client.send(new DescribeExecutionCommand({ executionArn: executionArn(machine, name) }))).status,
            undefined,
          ),
        ),
      );
      return states.some((status) => status === 'RUNNING' || status === 'PENDING_REDRIVE');
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
