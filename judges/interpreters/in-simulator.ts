import { machines } from '../../functions/catalog.ts';
import { eventBridge } from '../../simulator/eventbridge/eventbridge.ts';
import { makeRegion } from '../../simulator/region.ts';
import { stepFunctions } from '../../simulator/step-functions/step-functions.ts';
import { definitionOf } from '../definition-of.ts';
import { handedOver } from './handed-over.ts';
import type { Interpreter } from './interpreter.ts';
import { scriptedFunctions } from './scripted-functions.ts';
import { entriesOf, topOf } from './trace.ts';

const account = '111122223333';
const machineArn = (name: string) => `arn:aws:states:eu-west-1:${account}:stateMachine:${name}`;
const executionArn = (machine: string, name: string) => `arn:aws:states:eu-west-1:${account}:execution:${machine}:${name}`;
const roleArn = `arn:aws:iam::${account}:role/any`;

/** Our own interpreter, in simulated time. `change` breaks a definition on its way in. */
export function inSimulator(change: (definition: string) => string = (definition) => definition): Interpreter {
  return {
    name: 'the simulator',
    countsRetries: true,
    stop: async () => {},
    async run(scenario, operationId) {
      const functions = scriptedFunctions(scenario);
      const region = makeRegion({
        services: [stepFunctions, eventBridge],
        account,
        runLambda: async (functionName, given) => {
          const payload = given as Record<string, unknown>;
          const reply = functions.next({ functionName, payload });
          const taskToken = payload.token;
          if (reply === 'silence') return {};
          if ('throws' in reply) throw Object.assign(new Error('scripted'), { name: reply.throws });
          if ('succeeds' in reply) region.call('SFN', 'SendTaskSuccess', { taskToken, output: JSON.stringify(reply.succeeds) });
          if ('fails' in reply) region.call('SFN', 'SendTaskFailure', { taskToken, error: reply.fails, cause: 'scripted' });
          return 'returns' in reply ? reply.returns : {};
        },
      });
      const { name } = machines[scenario.machine];
      const definition = change(definitionOf(scenario.machine, account, handedOver.name));
      region.call('SFN', 'CreateStateMachine', { name, definition, roleArn });
      region.call('SFN', 'CreateStateMachine', { ...handedOver, roleArn });
      region.call('SFN', 'StartExecution', {
        stateMachineArn: machineArn(name),
        name: operationId,
        input: JSON.stringify({ operationId }),
      });
      const describe = (machine: string, execution: string) =>
        region.call('SFN', 'DescribeExecution', { executionArn: executionArn(machine, execution) }) as {
          status: string;
          input: string;
        };
      for (;;) {
        do await new Promise(setImmediate);
        while (region.running() > 0);
        if (describe(name, operationId).status !== 'RUNNING') break;
        if (region.nextTimerAt() === undefined) throw new Error('the execution stands still');
        region.fireNext();
      }
      const { events } = region.call('SFN', 'GetExecutionHistory', {
        executionArn: executionArn(name, operationId),
        maxResults: 1000,
      }) as { events: { stateEnteredEventDetails?: { name: string } }[] };
      const begun = existing(() => describe(handedOver.name, `${operationId}-c`).input);
      return {
        status: describe(name, operationId).status,
        ...entriesOf(
          events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
          topOf(definition),
        ),
        invoked: functions.invoked(),
        ...(begun ? { handedOver: JSON.parse(begun) as unknown } : {}),
      };
    },
  };
}

function existing(ask: () => string): string | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
