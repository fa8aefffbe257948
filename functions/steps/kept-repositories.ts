import type { Rendered } from '../../blueprint/rendered.ts';
import type { Table } from '../../cloud/table.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { type Coming, wantedRepositories } from './wanted-repositories.ts';

/**
 * The repositories that stay because a revision that can be gone back to has images in them. Only those that stand: none is made
 * for the sake of what was. What makes the same again takes no repository away, so that a rebuild that comes to nothing has moved
 * nothing.
 */
export async function keptRepositories(
  coming: Coming,
  environment: Environment | undefined,
  running: Rendered,
  deps: { readonly table: Pick<Table, 'revisions'> },
): Promise<readonly string[]> {
  const standing = Object.entries(running.registry?.template.Resources ?? {})
    .filter(([, { Type }]) => Type === 'AWS::ECR::Repository')
    .map(([id]) => id)
    .sort();
  if (coming.kind === 'REBUILD' || coming.kind === 'RESTART') return standing;
  const wanted = new Set(await wantedRepositories(coming, environment, deps));
  return standing.filter((id) => wanted.has(id));
}
