import type { Table } from '../../cloud/table.ts';
import { blueprintVersion } from '../../domain/blueprint-version.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { planHash } from '../../domain/operation/plan-hash.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Deployment } from '../../domain/spec/deployment.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { wantedRepositories } from '../steps/wanted-repositories.ts';

interface Deps {
  readonly table: Table;
  readonly deployment: Deployment;
}

/** The hash of what the spec would have done to what the environment serves now; `revision` is the one that serves. */
export async function planHashOf(
  name: string,
  spec: Spec,
  { environment, revision }: { readonly environment: Environment | undefined; readonly revision: Revision | undefined },
  { table, deployment }: Deps,
): Promise<string> {
  const effective = complete(spec, deployment);
  const before = environment &&
    revision && {
      environment,
      revision,
      operation: await table.operations.get(revision.operation),
      repositories: await wantedRepositories({ kind: 'UPDATE', effective, blueprintVersion }, environment, { table }),
    };
  return planHash(name, effective, before);
}
