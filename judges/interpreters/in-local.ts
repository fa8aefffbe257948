import { StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { definitionOf } from '../definition-of.ts';
import type { Interpreter } from './interpreter.ts';
import { scriptedFunctions } from './scripted-functions.ts';
import { entriesOf, type Trace, topOf } from './trace.ts';

type Json = Parameters<StateMachine['run']>[0];
interface State {
  readonly Type: string;
  readonly Branches?: readonly Definition[];
  readonly ItemProcessor?: Definition;
}
interface Definition {
  readonly States: Readonly<Record<string, State>>;
}
interface TaskInput {
  readonly FunctionName?: string;
  readonly Payload?: Readonly<Record<string, unknown>>;
  readonly Input?: unknown;
}

/**
 * aws-local-stepfunctions: no service integrations and no task tokens, so every task is a function of ours that ends as the
 * token would be answered; a step nobody answers fails with States.Timeout at once, and no retry waits.
 */
export function inLocal(): Interpreter {
  return {
    name: 'aws-local-stepfunctions',
    countsRetries: false,
    stop: async () => {},
    async run(scenario, operationId) {
      const scripted = scriptedFunctions(scenario);
      const text = definitionOf(scenario.machine, '123456789012');
      const definition = JSON.parse(text) as Definition;
      let handedOver: unknown;
      const task = async (input: Json): Promise<Json> => {
        const { FunctionName, Payload = {}, Input } = input as TaskInput;
        if (FunctionName === undefined) {
          handedOver = Input;
          return {};
        }
        const reply = scripted.next({ functionName: FunctionName, payload: Payload });
        const error =
          reply === 'silence' ? 'States.Timeout' : 'throws' in reply ? reply.throws : 'fails' in reply ? reply.fails : undefined;
        if (error !== undefined) throw Object.assign(new Error('scripted'), { name: error });
        if (reply !== 'silence' && 'returns' in reply) return { Payload: reply.returns } as Json;
        return reply !== 'silence' && 'succeeds' in reply ? (reply.succeeds as Json) : {};
      };
      const names = tasksOf(definition);
      const machine = new StateMachine(definition as StateMachineDefinition, {
        validationOptions: { checkPaths: false, checkArn: false, noValidate: true },
      });
      const execution = machine.run(
        { operationId },
        {
          overrides: {
            taskResourceLocalHandlers: Object.fromEntries(names.map((name) => [name, task])),
            retryIntervalOverrides: Object.fromEntries(names.map((name) => [name, 0])),
          },
          context: { Execution: { Name: operationId }, Task: { Token: 'token' }, State: { EnteredTime: 'now', RetryCount: 0 } },
        },
      );
      const entered: string[] = [];
      const reading = (async () => {
        for await (const event of execution.eventLogs) if (event.type === 'StateEntered') entered.push(event.state.name);
      })();
      const status = await execution.result.then(
        () => 'SUCCEEDED',
        () => 'FAILED',
      );
      await reading;
      const trace: Trace = { status, ...entriesOf(entered, topOf(text)), invoked: scripted.invoked() };
      return handedOver === undefined ? trace : { ...trace, handedOver };
    },
  };
}

function tasksOf({ States }: Definition): readonly string[] {
  return Object.entries(States).flatMap(([name, { Type, Branches = [], ItemProcessor }]) => [
    ...(Type === 'Task' ? [name] : []),
    ...[...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].flatMap(tasksOf),
  ]);
}
