import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { changeableEnvironment } from './changeable-environment.ts';
import { environmentView } from './environment-view.ts';
import { isUnchanged } from './is-unchanged.ts';
import { judgeSpec } from './judge-spec.ts';
import { judgeStaying } from './judge-staying.ts';
import { obstacleTo } from './obstacle-to.ts';
import { openOperation, type Wish } from './open-operation.ts';
import { checkPreconditions, etagOf } from './preconditions.ts';
import { refuse } from './refuse.ts';
import { supersede, supersedes } from './supersede.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** PUT's heart, shared by every way of sending a spec: recognise a repeat, refuse, notice that nothing changes, or open. */
export async function applySpec(
  name: string,
  spec: unknown,
  request: Request,
  deps: ApiDeps,
  pointerPrefix = '',
): Promise<Answer> {
  const { repeat, environment } = await changeableEnvironment(name, request, deps);
  if (repeat) return repeat;
  checkPreconditions(request, environment);

  // Once it is being torn down, what comes after may be different in everything.
  const serving = environment?.active?.kind === 'DELETE' ? undefined : environment?.serving;
  const revision = serving && (await deps.table.revisions.get(name, serving.operation));
  const found = await judgeSpec(name, spec, revision?.effective, deps);
  refuse(placed(found, pointerPrefix));
  const findings = [...found, ...judgeStaying(environment, spec as Spec, request, deps)];

  const makesWay = environment?.active !== undefined && supersedes(request);
  const obstacle = makesWay ? undefined : obstacleTo(environment);
  if (obstacle) throw obstacle;
  if (environment && revision && isUnchanged(environment, revision, spec as Spec))
    return { status: 200, body: await environmentView(environment, deps), headers: { etag: etagOf(environment) } };
  const wish: Wish = {
    environment: name,
    kind: environment?.serving ? 'UPDATE' : 'CREATE',
    spec: spec as Spec,
    warnings: placed(findings, pointerPrefix),
    ...(environment?.serving ? { imagesOf: environment.serving.operation } : {}),
  };
  return makesWay ? supersede(wish, environment, request, deps) : openOperation(wish, environment, request, deps);
}

export const placed = (findings: readonly Finding[], prefix: string) =>
  findings.map((finding) => ({ ...finding, pointer: prefix + finding.pointer }));
