import { attemptsOf } from './attempts-of.ts';
import type { Operation } from './operation.ts';

/** Whether a rebuild has found everything as it was: every image made of what serves, and no stack that took an update. */
export function changesNothing(operation: Operation): boolean {
  const { kind, plan, attempts } = operation;
  if (kind !== 'REBUILD' || !plan || plan.images.length === 0 || plan.contract.length > 0) return false;
  return (
    plan.images.every(({ key }) => attemptsOf(operation, key, ['build']).at(-1)?.unchanged) &&
    Object.values(attempts).every(({ action, reason }) => action === 'build' || (action === 'update' && reason === 'unchanged'))
  );
}
