import { type Invoked, keyOf } from './script.ts';

/** What can be seen of an execution in any interpreter, without times, tokens and words of its own. */
export interface Trace {
  readonly status: string;
  /** How often each state was entered; a retry is no entry. */
  readonly entered: Readonly<Record<string, number>>;
  /** States of the top level, in order. */
  readonly path: readonly string[];
  /** Everything the functions were given, sorted. */
  readonly invoked: readonly string[];
  /** The input the teardown machine was started with, if it was. */
  readonly handedOver?: unknown;
}

/** An invocation in words every interpreter shares. `Cause` is the interpreter's own wording. */
export function toldInvocation(invoked: Invoked): string {
  const { token: _token, enteredTime: _entered, ...payload } = invoked.payload;
  return `${keyOf(invoked)} ${JSON.stringify(sorted(payload), (key, value) => (key === 'Cause' ? '…' : value))}`;
}

/** Counts entries, and keeps the order of those of the top level. */
export function entriesOf(names: readonly string[], top: readonly string[]): Pick<Trace, 'entered' | 'path'> {
  const entered: Record<string, number> = {};
  for (const name of names) entered[name] = (entered[name] ?? 0) + 1;
  return { entered, path: names.filter((name) => top.includes(name)) };
}

/** An interpreter that does not count retries says 0 every time. */
export const withoutRetryCounts = (trace: Trace): Trace => ({
  ...trace,
  invoked: trace.invoked.map((told) => told.replace(/"retryCount":\d+,?/, '')).sort(),
});

/** Where two interpreters differ, one sentence each. */
export function differences(ours: Trace, theirs: Trace): readonly string[] {
  const all: string[] = [];
  for (const key of ['status', 'path', 'entered', 'invoked', 'handedOver'] as const) {
    const [mine, other] = [ours[key], theirs[key]].map((value) =>
      JSON.stringify(sorted(value ?? null), (name, inner) => (name === 'Cause' ? '…' : inner)),
    );
    if (mine !== other) all.push(`${key}: ours ${mine}, theirs ${other}`);
  }
  return all;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** The states of a definition's top level. */
export const topOf = (definition: string): readonly string[] =>
  Object.keys((JSON.parse(definition) as { readonly States: object }).States);
