import type { Environment } from '../../domain/operation/environment.ts';
import { mayChange } from '../../domain/ownership/may-change.ts';
import { Problem } from './problem.ts';
import type { ApiDeps, Request } from './use-case.ts';

/** Asked before anything of an environment is changed: only its creator, its owners and the admins may, once it has owners. */
export async function refuseStranger(
  environment: Environment | undefined,
  { actor }: Request,
  deps: Pick<ApiDeps, 'table' | 'admins'>,
): Promise<void> {
  if (!environment) return;
  const { name, createdBy } = environment;
  const owners = await ownersOf(environment, deps);
  if (owners === undefined || mayChange({ actor, createdBy, owners, admins: deps.admins })) return;
  throw new Problem(
    403,
    'NOT_AN_OWNER',
    `${actor} may look at ${name}, not change it. ${[createdBy, ...owners].join(', ')} may: its creator and its owners.`,
  );
}

/** Who they are says what serves; before anything does, what claimed the name. A revision that is lost lets in nobody else. */
async function ownersOf(
  { name, serving, firstOperation }: Environment,
  { table }: Pick<ApiDeps, 'table'>,
): Promise<readonly string[] | undefined> {
  const operation = serving?.operation ?? firstOperation;
  if (operation === undefined) return undefined;
  const revision = await table.revisions.get(name, operation);
  return revision ? revision.effective.owners : [];
}
