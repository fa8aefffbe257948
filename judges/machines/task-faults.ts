import type { MachineDefinition } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';
import { type Place, placesOf } from './places-of.ts';

const waiting = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
const calling = 'arn:aws:states:::lambda:invoke';
const starting = 'arn:aws:states:::states:startExecution';

/** What a wait stores before it looks (functions/ensure/ensure.ts). */
const ofWaits = {
  'operationId.$': '$.operationId',
  'token.$': '$$.Task.Token',
  'enteredTime.$': '$$.State.EnteredTime',
  'retryCount.$': '$$.State.RetryCount',
};

/** Seconds a state waits longer than its function may run: else a slow function and a timeout are the same to it. */
const margin = 5;

/** Every task calls something of the catalog, in one of three ways, and has more time than what it calls. */
export function taskFaults(machine: MachineDefinition, facts: MachineFacts): readonly string[] {
  return placesOf(machine)
    .filter(({ state }) => state.Type === 'Task')
    .flatMap((place) => faultsOf(place, facts));
}

function faultsOf({ name, state }: Place, facts: MachineFacts): readonly string[] {
  const { Resource, Parameters = {}, TimeoutSeconds } = state;
  const timeless = TimeoutSeconds === undefined ? [`${name} has no TimeoutSeconds`] : [];
  if (Resource === starting) {
    const known = facts.machines.some((id) => Parameters.StateMachineArn === `\${${id}}`);
    return known ? timeless : [...timeless, `${name} starts a machine that is not ours`];
  }
  if (Resource !== calling && Resource !== waiting) return [...timeless, `${name} calls ${Resource}`];
  const id = Object.keys(facts.functionSeconds).find((one) => Parameters.FunctionName === `\${${one}}`);
  if (id === undefined) return [...timeless, `${name} calls no function of the catalog`];
  const payload = (Parameters.Payload ?? {}) as Readonly<Record<string, unknown>>;
  const missing = Object.entries(ofWaits).filter(([key, path]) => payload[key] !== path);
  return [
    ...timeless,
    ...(TimeoutSeconds !== undefined && TimeoutSeconds <= (facts.functionSeconds[id] ?? 0) + margin
      ? [`${name} has no more time than ${id}`]
      : []),
    ...(Resource === waiting ? missing.map(([key]) => `${name} waits without giving ${key}`) : []),
  ];
}
