import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { environmentView } from './environment-view.ts';
import { isName } from './is-name.ts';
import { isUnchanged } from './is-unchanged.ts';
import { judgeSpec } from './judge-spec.ts';
import { obstacleTo } from './obstacle-to.ts';
import { findRepeat, openOperation, type Wish } from './open-operation.ts';
import { checkPreconditions, etagOf } from './preconditions.ts';
import { Problem } from './problem.ts';
import { refuse } from './refuse.ts';
import { supersede, supersedes } from './supersede.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** Refuses a name no stack could carry, before anybody is asked. */
export function checkName(name: string): void {
  if (isName(name)) return;
  const remedy = 'Use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.';
  throw new Problem(400, 'NAME_INVALID', `\`${name}\` is no name for an environment. ${remedy}`);
}

/** PUT's heart, shared by every way of sending a spec: recognise a repeat, refuse, notice that nothing changes, or open. */
export async function applySpec(
  name: string,
  spec: unknown,
  request: Request,
  deps: ApiDeps,
  pointerPrefix = '',
): Promise<Answer> {
  checkName(name);
  const environment = await deps.table.environments.get(name);
  const repeat = await findRepeat(name, request, environment, deps);
  if (repeat) return repeat;
  checkPreconditions(request, environment);

  // Once it is being torn down, what comes after may be different in everything.
  const serving = environment?.active?.kind === 'DELETE' ? undefined : environment?.serving;
  const revision = serving && (await deps.table.revisions.get(name, serving.operation));
  const findings = await judgeSpec(name, spec, revision?.effective, deps);
  refuse(placed(findings, pointerPrefix));

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
