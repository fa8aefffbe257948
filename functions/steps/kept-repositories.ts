import type { Rendered } from '../../blueprint/rendered.ts';
import type { Table } from '../../cloud/table.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { repositoryId } from '../../domain/image/repository-id.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { mostRepositories } from '../../domain/spec/stack-counts.ts';
import { type Coming, wantedRepositories } from './wanted-repositories.ts';

/**
 * The repositories that stay because a revision that can be gone back to has images in them. Only those that stand: none is made
 * for the sake of what was. What makes the same again takes no repository away, so that a rebuild that comes to nothing has moved
 * nothing. A registry has an end: then the oldest go, and a way back to them makes their images anew.
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
  const own = new Set(imageJobs(coming.effective).map(({ repository }) => repositoryId(repository)));
  const wanted = (await wantedRepositories(coming, environment, deps)).filter((id) => standing.includes(id) && !own.has(id));
  return wanted.slice(0, Math.max(0, mostRepositories - own.size)).sort();
}
