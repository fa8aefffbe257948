import type {
  DescribeExecutionOutput,
  GetExecutionHistoryOutput,
  HistoryEvent,
  SendTaskFailureInput,
  StartExecutionOutput,
} from '@aws-sdk/client-sfn';
import { makeRegion, type RegionState } from '../../../simulator/region.ts';
import type { Service } from '../../../simulator/service.ts';
import { stepFunctions } from '../../../simulator/step-functions/step-functions.ts';

export type Lambda = (payload: never, functionName: string) => unknown;
export const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

const eventBridge: Service = {
  name: 'EventBridge',
  empty: () => ({ events: [] }),
  operations: {
    Emit(input: object, context) {
      context.state<{ events: object[] }>('EventBridge').events.push(input);
      return {};
    },
  },
  timers: {},
};

/** A region with Step Functions, the Lambdas given by name, and everything a test asks of them. */
export function givenRegion(lambdas: Record<string, Lambda> = {}, options: { seed?: number; state?: RegionState } = {}) {
  const invoked: { name: string; payload: unknown }[] = [];
  const region = makeRegion({
    ...options,
    services: [stepFunctions, eventBridge],
    runLambda: async (functionName, payload) => {
      const name = /^arn:[^:]+:lambda:(?:[^:]*:){3}([^:]+)/.exec(functionName)?.[1] ?? functionName;
      invoked.push({ name, payload });
      const lambda = lambdas[name];
      if (!lambda) throw Object.assign(new Error('Function not found'), { name: 'ResourceNotFoundException' });
      return lambda(payload as never, functionName);
    },
  });

  const call = <T = object>(operation: string, input: object) => region.call('SFN', operation, input) as T;
  const idle = () => new Promise((done) => setImmediate(done));

  return {
    region,
    invoked,
    call,
    idle,
    machine(definition: object | string, name = 'machine') {
      const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
      const input = { name, definition: text, roleArn: 'arn:aws:iam::111122223333:role/machine' };
      return call<{ stateMachineArn: string }>('CreateStateMachine', input).stateMachineArn;
    },
    start(stateMachineArn: string, input: unknown = {}, name = 'run') {
      return call<StartExecutionOutput>('StartExecution', { stateMachineArn, name, input: JSON.stringify(input) })
        .executionArn as string;
    },
    /** Defines, starts and runs to the end; gives the execution's ARN. */
    async run(definition: object, input: unknown = {}) {
      const arn = this.start(this.machine(definition), input);
      await this.untilClosed(arn);
      return arn;
    },
    describe: (executionArn: string) => call<DescribeExecutionOutput>('DescribeExecution', { executionArn }),
    output(executionArn: string) {
      const { output, status, error, cause } = this.describe(executionArn);
      if (output === undefined) throw new Error(`${status}: ${error} ${cause}`);
      return JSON.parse(output);
    },
    history(executionArn: string): HistoryEvent[] {
      const input = { executionArn, maxResults: 1000 };
      return call<GetExecutionHistoryOutput>('GetExecutionHistory', input).events ?? [];
    },
    types(executionArn: string) {
      return this.history(executionArn).map((event) => event.type);
    },
    /** Fires timers, and lets Lambdas that can end do so, until the condition holds. */
    async until(holds: () => boolean) {
      for (let turn = 0; turn < 100_000; turn += 1) {
        await idle();
        if (holds()) return;
        if (!region.fireNext()) throw new Error('nothing more happens');
      }
      throw new Error('it never holds');
    },
    untilClosed(executionArn: string) {
      return this.until(() => this.describe(executionArn).status !== 'RUNNING');
    },
    succeed: (taskToken: string, output: unknown) => call('SendTaskSuccess', { taskToken, output: JSON.stringify(output) }),
    fail: (input: SendTaskFailureInput) => call('SendTaskFailure', input),
    seconds: () => region.state.now / 1000,
    events: () => (region.state.services.EventBridge as { events: { detail: Record<string, unknown>; source: string }[] }).events,
  };
}

/** The lone state `Only`, or the states given, from the first on. */
export function machineOf(states: Record<string, object>, more: object = {}) {
  return { StartAt: Object.keys(states)[0], States: states, ...more };
}

export function invoke(name: string, more: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: name, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export function awaitToken(name: string, more: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: name, Payload: { 'token.$': '$$.Task.Token', 'input.$': '$' } },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export function thrown(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
