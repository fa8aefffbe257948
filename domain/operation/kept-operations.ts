import type { Environment } from './environment.ts';
import { rollbackWindow } from './rollback-window.ts';
import type { Serving } from './serving.ts';

/**
 * The operations whose images may be wanted when the next one serves: of what serves now, and of what can be gone back to then.
 * One that makes no place to go back to, because it only pauses or makes again what serves, pushes nothing out.
 */
export function keptOperations(
  { serving, history = [] }: Pick<Environment, 'serving' | 'history'>,
  next: { readonly isPlace: boolean },
): readonly string[] {
  if (!serving) return [];
  const then: Pick<Serving, 'operation'> = next.isPlace ? { operation: 'the next' } : serving;
  const { earlier } = rollbackWindow({ serving: then, history });
  // What only paused has the images of what it paused.
  const places = earlier.filter(({ onlyPauses }) => !onlyPauses).map(({ operation }) => operation);
  return [...new Set([serving.operation, ...places])];
}
