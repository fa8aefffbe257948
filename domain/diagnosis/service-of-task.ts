import type { StoppedTask } from '../operation/deployment-view.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';

/**
 * The service of the spec a task belongs to, by its containers: its own, which is named like it, and its sidecars. Undefined
 * when none has exactly these, or more than one.
 */
export function serviceOfTask({ containers }: StoppedTask, { services }: EffectiveSpec): string | undefined {
  const has = containers.map(({ name }) => name).sort();
  const found = Object.entries(services).filter(([name, { sidecars }]) =>
    sameNames([name, ...Object.keys(sidecars)].sort(), has),
  );
  return found.length === 1 ? found[0]?.[0] : undefined;
}

const sameNames = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name, index) => name === other[index]);
