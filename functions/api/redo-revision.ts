import type { Environment } from '../../domain/operation/environment.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { OperationKind } from '../../schemas/gen/api.types.ts';
import { judgeSpec } from './judge-spec.ts';
import { judgeStaying } from './judge-staying.ts';
import { obstacleTo } from './obstacle-to.ts';
import { openOperation } from './open-operation.ts';
import { checkPreconditions } from './preconditions.ts';
import { Problem } from './problem.ts';
import { refuse } from './refuse.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

interface Wish {
  readonly kind: OperationKind;
  readonly revision: Revision;
  /** The operation whose images are taken; absent: everything is made anew. */
  readonly imagesOf?: string;
}

/** Brings about a spec that was accepted before. It is judged again: what it names may have been taken back since. */
export async function redoRevision(
  environment: Environment,
  { kind, revision, imagesOf }: Wish,
  request: Request,
  deps: ApiDeps,
): Promise<Answer> {
  const { name, serving } = environment;
  checkPreconditions(request, environment);
  const obstacle = obstacleTo(environment);
  if (obstacle) throw obstacle;
  const running = serving && (await deps.table.revisions.get(name, serving.operation));
  const found = await judgeSpec(name, revision.spec, running?.effective, deps);
  refuse(found);
  const warnings = [...found, ...judgeStaying(environment, revision.spec, request, deps)];
  const wish = { environment: name, kind, spec: revision.spec, warnings, ...(imagesOf ? { imagesOf } : {}) };
  return openOperation(wish, environment, request, deps);
}

/** The revision that serves; what cannot be begun again without one is refused. */
export async function servingRevision({ name, serving }: Environment, { table }: ApiDeps): Promise<Revision> {
  const revision = serving && (await table.revisions.get(name, serving.operation));
  if (!revision) throw new Problem(409, 'NOTHING_SERVES', `No revision of ${name} serves; PUT one.`);
  return revision;
}
