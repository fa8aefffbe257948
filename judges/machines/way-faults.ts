import type { MachineDefinition, State } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';
import { placesOf } from './places-of.ts';

/** Where transitions lead: to a state that exists, never in a circle, and from everywhere to an end that is one. */
export function wayFaults(machine: MachineDefinition, facts: MachineFacts): readonly string[] {
  const inner = placesOf(machine).filter(({ outermost }) => !outermost);
  const ends = Object.entries(machine.States).flatMap(([name, state]) => (isEnd(state) ? [name] : []));
  return [
    ...[...new Set([machine, ...inner.map(({ inside }) => inside)])].flatMap(faultsOfOne),
    ...ends.filter((name) => !Object.hasOwn(facts.ends, name)).map((name) => `${name} ends the machine, and settles nothing`),
    ...Object.entries(facts.ends)
      .filter(([name, called]) => !ends.includes(name) || calledBy(machine.States[name]) !== `\${${called}}`)
      .map(([name, called]) => `${name} does not end the machine by calling ${called}`),
    ...inner.filter(({ state }) => state.Type === 'Fail').map(({ name }) => `${name} fails its branch, and aborts the others`),
  ];
}

function faultsOfOne({ StartAt, States }: MachineDefinition): readonly string[] {
  const names = Object.keys(States);
  const nextsOf = (name: string) => nextOf(States[name]);
  const from = (name: string): Set<string> => {
    const seen = new Set<string>();
    const open = [name];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      open.push(...nextsOf(one));
    }
    return seen;
  };
  const reached = from(StartAt);
  return [
    ...[StartAt, ...names.flatMap(nextsOf)].filter((name) => !Object.hasOwn(States, name)).map((name) => `there is no ${name}`),
    ...names.filter((name) => !reached.has(name)).map((name) => `nothing leads to ${name}`),
    ...names.filter((name) => ![...from(name)].some((one) => isEnd(States[one]))).map((name) => `from ${name} there is no end`),
    // Waiting is a Retry of one state, so a way back is a mistake, and could be walked for ever.
    ...names.filter((name) => nextsOf(name).some((next) => from(next).has(name))).map((name) => `${name} leads back to itself`),
    ...names
      .filter((name) => States[name]?.Type === 'Choice' && States[name]?.Default === undefined)
      .map((name) => `${name} has no Default, and a Choice cannot catch`),
  ];
}

const isEnd = (state: State | undefined) => state?.End === true || state?.Type === 'Succeed' || state?.Type === 'Fail';

const calledBy = (state: State | undefined) => state?.Parameters?.FunctionName ?? state?.Parameters?.StateMachineArn;

/** Every way out of a state, the Catch of each error among them. */
function nextOf(state: State | undefined): readonly string[] {
  const { Next, Default, Choices = [], Catch = [] } = state ?? { Type: '' };
  return [Next, Default, ...[...Choices, ...Catch].map((one) => one.Next)].filter((name) => name !== undefined);
}
