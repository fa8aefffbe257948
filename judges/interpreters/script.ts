/** What a scripted function does when it is invoked. */
export type Reply =
  | { readonly returns: unknown }
  | { readonly throws: string }
  /** Answers the step's token and returns. */
  | { readonly succeeds: unknown }
  | { readonly fails: string }
  /** Returns and never answers its token. */
  | 'silence';

export interface Invoked {
  readonly functionName: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * One life of a machine: what every function answers, in turn, the last for ever. A function is named by what it is asked
 * to do (`keyOf`); one that is not mentioned does what it should.
 */
export interface Scenario {
  readonly about: string;
  readonly machine: 'Deploy' | 'Teardown';
  readonly images?: readonly string[];
  readonly contracts?: readonly string[];
  readonly replies?: Readonly<Record<string, readonly Reply[]>>;
}

/** `EnsureStack foundation apply`, `Fence REGISTRY`, `Settle deployed`. */
export function keyOf({ functionName, payload }: Invoked): string {
  const name = /moorage-(\w+)/.exec(functionName)?.[1] ?? functionName;
  const { kind, ...target } = (payload.target ?? {}) as Record<string, string>;
  return [name, ...Object.values(kind === undefined ? {} : target), payload.phase, payload.after]
    .filter((part) => part !== undefined)
    .join(' ');
}

/** The nth reply, counted from 0, of a scenario to an invocation. */
export function replyTo(scenario: Scenario, invoked: Invoked, n: number): Reply {
  const scripted = scenario.replies?.[keyOf(invoked)];
  if (scripted) return scripted[n] ?? scripted.at(-1) ?? 'silence';
  if (invoked.payload.token !== undefined) return { succeeds: {} };
  const plan = { images: scenario.images ?? ['web'], contracts: scenario.contracts ?? [] };
  return { returns: /^(Planner|Fence)/.test(keyOf(invoked)) ? plan : {} };
}
