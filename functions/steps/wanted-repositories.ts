import type { Table } from '../../cloud/table.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { repositoryId } from '../../domain/image/repository-id.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { keptOperations } from '../../domain/operation/kept-operations.ts';
import { onlyPauses } from '../../domain/operation/only-pauses.ts';
import type { Operation } from '../../domain/operation/operation.ts';
import type { Revision } from '../../domain/operation/revision.ts';

/** A revision on its way, and what brings it. */
export type Coming = Pick<Operation, 'kind'> & Pick<Revision, 'effective' | 'blueprintVersion'>;

/**
 * The repositories that may be wanted beside its own when that revision serves, by their logical ids: of what serves now and of
 * what can be gone back to then, newest first. Of a revision the record has lost nothing is known, and nobody can go back to it.
 */
export async function wantedRepositories(
  coming: Coming,
  environment: Environment | undefined,
  { table }: { readonly table: Pick<Table, 'revisions'> },
): Promise<readonly string[]> {
  if (!environment?.serving) return [];
  const { name, serving } = environment;
  const before = await table.revisions.get(name, serving.operation);
  const isPlace = coming.kind !== 'REPAIR' && !onlyPauses(coming, coming, before);
  const kept = await Promise.all(keptOperations(environment, { isPlace }).map((one) => table.revisions.get(name, one)));
  const ids = kept.flatMap((one) => (one ? imageJobs(one.effective).map(({ repository }) => repositoryId(repository)) : []));
  return [...new Set(ids)];
}
