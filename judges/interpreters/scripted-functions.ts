import { type Invoked, keyOf, type Reply, replyTo, type Scenario } from './script.ts';
import { toldInvocation } from './trace.ts';

/** The functions of one execution: they do what the scenario says, and remember what they were asked. */
export function scriptedFunctions(scenario: Scenario) {
  const counts = new Map<string, number>();
  const told: string[] = [];
  return {
    /** Sorted, because branches run side by side. */
    invoked: (): readonly string[] => [...told].sort(),
    next(invoked: Invoked): Reply {
      const key = keyOf(invoked);
      const n = counts.get(key) ?? 0;
      counts.set(key, n + 1);
      told.push(toldInvocation(invoked));
      return replyTo(scenario, invoked, n);
    },
  };
}
