import type { Operation } from '../../domain/operation/operation.ts';
import { dismiss, stayDismissed } from '../steps/dismiss.ts';
import type { ApiDeps } from './use-case.ts';

type Waiting = Pick<Operation, 'id' | 'environment' | 'dismissed'>;

/** One that waits behind another is taken out of its place; within a minute the watchman ends it. False: it does not wait. */
export async function neverBegins(
  { id, environment: name, dismissed }: Waiting,
  why: { readonly by: string; readonly reason?: string },
  deps: Pick<ApiDeps, 'table' | 'now'>,
): Promise<boolean> {
  const { environments } = deps.table;
  const { active, next } = (await environments.get(name)) ?? {};
  if (next?.operation === id) {
    await dismiss(name, next, why, deps);
    if (!(await environments.dequeue(name, id))) return false;
  } else if (!dismissed || active?.operation === id) return false;
  await stayDismissed(id, deps);
  return true;
}
