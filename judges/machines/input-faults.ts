import type { MachineDefinition, State } from './machine-definition.ts';
import type { MachineFacts } from './machine-facts.ts';
import { machinesIn } from './places-of.ts';

type Known = ReadonlySet<string>;

/**
 * Every path that is read is there, whichever way the state was reached. One that is not is States.Runtime, which no Catch
 * catches. Two levels are followed: a field of the input, and a field of what a ResultSelector put there.
 */
export function inputFaults(machine: MachineDefinition, facts: MachineFacts): readonly string[] {
  return faultsIn(machine, new Set(facts.input));
}

function faultsIn({ StartAt, States }: MachineDefinition, input: Known): readonly string[] {
  const inputs = new Map<string, Known>();
  const open: (readonly [string, Known])[] = [[StartAt, input]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, known] = next;
    const state = States[name];
    const before = inputs.get(name);
    // Only what every way brings along is known.
    const both = before ? new Set([...before].filter((field) => known.has(field))) : known;
    if (!state || (before && both.size === before.size)) continue;
    inputs.set(name, both);
    const after =
      state.Type === 'Choice' || state.Type === 'Pass' ? both : withResult(both, state.ResultPath, state.ResultSelector);
    for (const to of [state.Next, state.Default, ...(state.Choices ?? []).map((choice) => choice.Next)])
      if (to !== undefined) open.push([to, after]);
    for (const { Next, ResultPath } of state.Catch ?? [])
      open.push([Next, withResult(both, ResultPath, { Error: '', Cause: '' })]);
  }
  return [...inputs].flatMap(([name, known]) => {
    const state = States[name] ?? { Type: '' };
    const ofItems = state.ItemSelector ? new Set(fieldsOf(state.ItemSelector)) : new Set<string>();
    return [
      ...readsOf(state)
        .filter((path) => !isThere(path, known))
        .map((path) => `${name} reads $.${path}, which may not be there`),
      ...machinesIn(state).flatMap((inner) => faultsIn(inner, state.Type === 'Map' ? ofItems : known)),
    ];
  });
}

/** What is known of the output: the result beside the input, or nothing but the result. */
function withResult(input: Known, path: string | null | undefined, selector?: Readonly<Record<string, unknown>>): Known {
  if (path === null) return input;
  const fields = selector ? fieldsOf(selector) : [];
  if (path === undefined) return new Set(fields);
  const at = path.replace(/^\$\./, '');
  return new Set(
    [...input].filter((field) => !field.startsWith(`${at}.`)).concat(at, ...fields.map((field) => `${at}.${field}`)),
  );
}

const fieldsOf = (template: Readonly<Record<string, unknown>>) => Object.keys(template).map((key) => key.replace(/\.\$$/, ''));

function isThere(path: string, known: Known): boolean {
  const [field = ''] = path.split('.');
  const followed = [...known].some((one) => one.startsWith(`${field}.`));
  return known.has(field) && (!path.includes('.') || !followed || known.has(path));
}

/** A choice may ask whether something is there at all. */
function readsOf({ Parameters, ItemsPath, ItemSelector, Choices = [] }: State): readonly string[] {
  const variables = Choices.filter(({ IsPresent }) => IsPresent === undefined).map(({ Variable }) => Variable);
  const text = JSON.stringify([Parameters, ItemsPath, ItemSelector, variables]);
  return [...new Set([...text.matchAll(/(?<!\$)\$\.(\w+(?:\.\w+)?)/g)].map(([, path = '']) => path))];
}
