import { awsErrorNames } from './aws-error-names.ts';
import type { MachineDefinition } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';
import { type Place, placesOf } from './places-of.ts';

/** An attempt count that bounds a Retry by itself; above it something else has to. */
const fewAttempts = 10;

/** What is matched exists, everything is caught where nothing may escape, and nothing is tried for ever. */
export function errorFaults(machine: MachineDefinition, facts: MachineFacts): readonly string[] {
  const places = placesOf(machine);
  const tasks = places.filter(({ state }) => state.Type === 'Task');
  return [
    ...(machine.TimeoutSeconds === undefined ? ['the machine has no TimeoutSeconds'] : []),
    ...places.flatMap((place) => nameFaults(place, facts)),
    ...tasks.flatMap(({ name, state: { Catch }, outermost }) => {
      const escapes = outermost && facts.uncaught.includes(name);
      if (escapes) return Catch === undefined ? [] : [`${name} catches, though nothing is left to do after it`];
      return Catch?.at(-1)?.ErrorEquals.join() === 'States.ALL' ? [] : [`${name} does not catch everything`];
    }),
    ...tasks.flatMap((place) => retryFaults(place, machine.TimeoutSeconds ?? 0, facts)),
  ];
}

function nameFaults({ name, state: { Retry = [], Catch = [] } }: Place, facts: MachineFacts): readonly string[] {
  return [Retry, Catch].flatMap((list) => {
    const lists = list.map(({ ErrorEquals }) => ErrorEquals);
    const all = lists.flat();
    return [
      ...all
        .filter((error) => !facts.errorNames.includes(error) && !awsErrorNames.includes(error))
        .map((error) => `${name} matches ${error}, which nobody throws`),
      ...all.filter((error, index) => all.indexOf(error) !== index).map((error) => `${name} matches ${error} twice`),
      ...lists
        .filter((errors, index) => errors.includes('States.ALL') && (errors.length > 1 || index < lists.length - 1))
        .map(() => `in ${name} States.ALL does not stand alone and last`),
    ];
  });
}

/**
 * A step that waits is sent round by its own timeout until the step's deadline, which its function keeps. A count must then
 * never be what ends it, and without such a function the count has to be small.
 */
function retryFaults({ name, state }: Place, machineSeconds: number, facts: MachineFacts): readonly string[] {
  const { Retry = [], Parameters = {}, Resource = '', TimeoutSeconds = 0 } = state;
  return Retry.flatMap(({ ErrorEquals, IntervalSeconds = 1, MaxAttempts = 3 }) => {
    if (MaxAttempts <= fewAttempts) return [];
    const keepsDeadline = facts.haveDeadlines.some((id) => Parameters.FunctionName === `\${${id}}`);
    if (!Resource.endsWith('.waitForTaskToken') || !keepsDeadline)
      return [`${name} tries ${MaxAttempts} times without a deadline`];
    const longest = MaxAttempts * (TimeoutSeconds + IntervalSeconds);
    const endless = ErrorEquals.includes('States.Timeout') && longest < machineSeconds;
    return endless ? [`${name} is given up by a count, before its deadline`] : [];
  });
}
