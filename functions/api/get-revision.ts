import { isName } from '../../domain/is-name.ts';
import type { Environment, Served } from '../../domain/operation/environment.ts';
import { imagesOf } from '../../domain/operation/images-of.ts';
import { diff } from '../../domain/spec/diff.ts';
import type { RevisionView } from '../../schemas/gen/api.types.ts';
import { Problem } from './problem.ts';
import type { ApiDeps, Use } from './use-case.ts';

/** One revision that served, and how it differs from the one before it, or from the one named by `against`. */
export const getRevision: Use = async ({ parameters: { name = '', revision = '' }, query }, deps) => {
  const environment = isName(name) ? await deps.table.environments.get(name) : undefined;
  if (!environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  const { history = [], serving } = environment;
  const served = find(environment, revision);
  const against = query.against === undefined ? history[history.indexOf(served) + 1] : find(environment, query.against);
  const [shown, other] = [await specs(environment, served, deps), against && (await specs(environment, against, deps))];
  const body: RevisionView = {
    ...served,
    serving: served.operation === serving?.operation,
    spec: shown.spec,
    effective: shown.effective,
    images: shown.images,
    ...(other && against
      ? {
          against: against.revision,
          changes: [...diff(other.effective, shown.effective, ''), ...diff(other.images, shown.images, '/images')],
        }
      : {}),
  };
  return { status: 200, body };
};

function find({ name, history = [] }: Environment, revision: string): Served {
  const served = history.find((one) => String(one.revision) === revision);
  if (served) return served;
  const there = history.map((one) => one.revision).join(', ') || 'none';
  throw new Problem(404, 'REVISION_UNKNOWN', `No revision ${revision} of ${name} has served; there is ${there}.`);
}

async function specs({ name }: Environment, { operation }: Served, { table }: ApiDeps) {
  const [revision, made] = await Promise.all([table.revisions.get(name, operation), table.operations.get(operation)]);
  return {
    spec: (revision?.spec ?? {}) as Record<string, unknown>,
    effective: (revision?.effective ?? {}) as unknown as Record<string, unknown>,
    images: made ? imagesOf(made) : {},
  };
}
