import type { Table } from '../../cloud/table.ts';
import { canonicalJson } from '../../domain/hash.ts';
import type { Environment, Lock } from '../../domain/operation/environment.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { Serving } from '../../domain/operation/serving.ts';
import { mayChange } from '../../domain/ownership/may-change.ts';
import { checkChange } from '../../domain/spec/check-change.ts';

type Turn = { readonly begins: Lock; readonly refused?: undefined } | { readonly refused: string; readonly begins?: undefined };
type Deps = { readonly table: Pick<Table, 'revisions'> };

/**
 * Whether what has waited may begin now that what it waited for has left the environment so. It was judged on what served
 * before: where that serves no more, what it was asked of may be gone, or may not be changed by it.
 */
export async function takeTurn(next: Lock, environment: Environment, deps: Deps): Promise<Turn> {
  const { name, status, serving } = environment;
  if (status === 'STUCK' && next.kind !== 'DELETE') return { refused: `${name} became STUCK` };
  const begins = { ...next, kind: kindOn(next, environment) };
  if (!serving || !next.judgedOn || serving.operation === next.judgedOn.operation) return { begins };
  const revision = await deps.table.revisions.get(name, next.operation);
  const refused = await outdated(next, { environment, serving, wanted: revision }, deps);
  if (refused !== undefined) return { refused: `revision ${serving.revision} serves by now, ${refused}` };
  // As if it had been asked for now: it takes over the images of what serves, and where that has none, those of before.
  if (revision && (next.kind === 'CREATE' || revision.imagesOf !== undefined)) {
    const imagesBefore = revision.imagesBefore ?? revision.imagesOf;
    const images = { imagesOf: serving.operation, ...(imagesBefore ? { imagesBefore } : {}) };
    await deps.table.revisions.save({ ...revision, ...images });
  }
  return { begins };
}

/** What it is called depends on what it meets: a first revision that failed leaves nothing to update. */
function kindOn({ kind }: Lock, { serving }: Environment): Lock['kind'] {
  if (kind === 'DELETE') return kind;
  return serving ? (kind === 'CREATE' ? 'UPDATE' : kind) : 'CREATE';
}

interface Met {
  readonly environment: Environment;
  readonly serving: Serving;
  readonly wanted: Revision | undefined;
}

/** Why it may not be begun on another revision than it was judged on. */
async function outdated(
  { kind, actor, judgedOn = {} }: Lock,
  { environment: { name, createdBy, protected: isProtected, firstOperation }, serving, wanted }: Met,
  { table }: Deps,
): Promise<string | undefined> {
  const { only, revision = 0, operation = firstOperation } = judgedOn;
  const get = async (of: string | undefined) => (of === undefined ? undefined : table.revisions.get(name, of));
  const [before, now] = [await get(operation), await get(serving.operation)];
  const same = (what: (one: Revision) => unknown) =>
    canonicalJson([before && what(before)]) === canonicalJson([now && what(now)]);
  const moved = only === 'revision' || (only === 'spec' && (judgedOn.operation === undefined || !same(({ spec }) => spec)));
  if (moved) return `and this was asked of revision ${revision}: send it again`;
  if (kind === 'DELETE' && isProtected) return `and ${name} is protected`;
  const owners = now?.effective.owners;
  if (owners && !same(({ effective }) => effective.owners) && !mayChange({ actor, createdBy, owners, admins: [] }))
    return `and its owners are others: ${actor} has to send this again, if that is still one who may`;
  const found = now && wanted ? checkChange(now.effective, wanted.effective) : [];
  const refusal = found.find(({ severity }) => severity === 'refusal');
  return refusal && `which this cannot follow: ${refusal.pointer} ${refusal.code}: ${refusal.message}`;
}
