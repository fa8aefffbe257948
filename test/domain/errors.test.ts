import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as errors from '../../domain/errors.ts';
import { functions, machines } from '../../functions/catalog.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly End?: boolean;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
  readonly TimeoutSeconds?: number;
  readonly Resource?: string;
  readonly Parameters?: { readonly FunctionName?: string };
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
const textOf = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const insideOf = ({ Branches = [], ItemProcessor }: State) => [...Branches, ...(ItemProcessor ? [ItemProcessor] : [])];
const allStates = ({ States }: Machine): readonly (readonly [string, State])[] =>
  Object.entries(States).flatMap(([name, state]) => [[name, state] as const, ...insideOf(state).flatMap(allStates)]);
const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State) =>
  [Next, Default, ...[...Choices, ...Catch].map((one) => one.Next)].filter((name) => name !== undefined);

describe('the errors that travel', () => {
  const classes = Object.entries(errors).filter(([, value]) => typeof value === 'function') as [
    string,
    new (m: string) => Error,
  ][];

  it.each(classes)('%s carries its own name, message and cause', (name, Failure) => {
    const failure = new Failure('why');

    expect([failure.name, failure.message, failure instanceof Error]).toEqual([name, 'why', true]);
    expect(Object.getOwnPropertyDescriptor(failure, 'name')?.value).toBe(name);
  });

  it('are a closed family', () => {
    expect([...errors.errorNames].sort()).toEqual(classes.map(([name]) => name).sort());
  });
});

describe.each(Object.values(machines))('$file', ({ file }) => {
  const text = textOf(file);
  const machine = JSON.parse(text) as Machine & { readonly QueryLanguage?: string };
  const states = allStates(machine);
  const tasks = states.filter(([, { Type }]) => Type === 'Task');

  it('matches errors that exist, by name', () => {
    const names = states.flatMap(([, { Retry = [], Catch = [] }]) =>
      [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals),
    );

    expect(names.length).toBeGreaterThan(0);
    for (const name of new Set(names)) {
      if (/^(States|Lambda|Sandbox|Runtime)\.\w+$/.test(name)) continue;
      expect(errors.errorNames).toContain(name);
    }
  });

  it('catches what it waits for: no task but the last of its machine can end an execution', () => {
    const uncaught = tasks.filter(([, { Catch }]) => Catch === undefined).map(([name]) => name);

    expect(uncaught).toEqual(file.includes('deploy') ? ['HandOver'] : ['Fence', 'Settle']);
  });

  it('speaks JSONPath only', () => {
    expect(machine.QueryLanguage).toBeUndefined();
    expect(text).not.toMatch(/"(QueryLanguage|Arguments|Output|Assign)"|\{%/);
  });

  it('gives every task its time, and its function less', () => {
    for (const [name, { TimeoutSeconds = 0, Parameters }] of tasks) {
      expect([name, TimeoutSeconds > 0]).toEqual([name, true]);
      const id = /^\$\{(\w+)\}$/.exec(Parameters?.FunctionName ?? '')?.[1];
      if (id === undefined) continue;
      const { timeoutSeconds } = functions[id as keyof typeof functions];
      expect([name, timeoutSeconds < TimeoutSeconds - 5]).toEqual([name, true]);
    }
  });

  it('names nothing but functions of the catalog and the other machine', () => {
    const placeholders = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, id]) => id);

    expect(placeholders.length).toBeGreaterThan(0);
    for (const id of placeholders) expect([...Object.keys(functions), 'TeardownMachine']).toContain(id);
  });

  it('reaches Settle or HandOver from every state, and every state from the first', () => {
    const { States, StartAt } = machine;
    const from = (name: string, seen = new Set<string>()): Set<string> => {
      if (seen.has(name)) return seen;
      seen.add(name);
      for (const next of nextOf(States[name] ?? { Type: '' })) from(next, seen);
      return seen;
    };
    for (const name of Object.keys(States))
      expect([...from(name)].some((one) => one === 'Settle' || one === 'HandOver')).toBe(true);
    expect([...from(StartAt)].sort()).toEqual(Object.keys(States).sort());
    expect(Object.entries(States).flatMap(([name, { End }]) => (End ? [name] : []))).toEqual(
      file.includes('deploy') ? ['Settle', 'HandOver'] : ['Settle'],
    );
  });

  it('has branches that end whatever happens: every task in them catches everything', () => {
    const inside = Object.values(machine.States).flatMap((state) => insideOf(state).flatMap(allStates));

    for (const [name, { Type, Catch }] of inside.filter(([, state]) => state.Type === 'Task'))
      expect([name, Type, Catch?.at(-1)?.ErrorEquals]).toEqual([name, 'Task', ['States.ALL']]);
  });
});
