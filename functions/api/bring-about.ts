import type { Environment } from '../../domain/operation/environment.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { changeableEnvironment } from './changeable-environment.ts';
import { checkPlanSeen } from './check-plan-seen.ts';
import { environmentView } from './environment-view.ts';
import { isUnchanged } from './is-unchanged.ts';
import { judgeSpec } from './judge-spec.ts';
import { judgeStaying } from './judge-staying.ts';
import { obstacleTo } from './obstacle-to.ts';
import { openOperation, type Wish } from './open-operation.ts';
import { placed } from './placed.ts';
import { planHashOf } from './plan-hash-of.ts';
import { checkPreconditions, etagOf } from './preconditions.ts';
import { refuse } from './refuse.ts';
import type { Change } from './refuse-stranger.ts';
import { supersede, supersedes } from './supersede.ts';
import type { Answer, ApiDeps, Request } from './use-case.ts';

/** What is to be brought about. */
export interface Sent {
  readonly spec: unknown;
  /** The operation whose images are taken where the source is the same, if not the serving one; undefined: nobody's. */
  readonly imagesOf?: string | undefined;
}

export interface Way {
  /** Where in the request the spec is. */
  readonly pointerPrefix?: string;
  /** What of the environment it changes, for who may not change everything. */
  readonly change?: Change;
  /** The spec is made of the one that serves. */
  readonly patches?: boolean;
}

/**
 * PUT's heart, shared by every way of sending a spec: recognise a repeat, refuse, notice that nothing changes, or open. All of it
 * is judged on one reading of the environment; where that is no more, it is judged again on the next.
 */
export async function bringAbout(
  name: string,
  sentTo: (environment: Environment | undefined) => Promise<Sent>,
  request: Request,
  deps: ApiDeps,
  way: Way = {},
): Promise<Answer> {
  const { pointerPrefix = '', change, patches = false } = way;
  const { repeat, environment } = await changeableEnvironment(name, request, deps, change);
  if (repeat) return repeat;
  const sent = await sentTo(environment);
  const { spec } = sent;
  checkPreconditions(request, environment);

  // Once it is being torn down, what comes after may be different in everything.
  const serving = environment?.active?.kind === 'DELETE' ? undefined : environment?.serving;
  const revision = serving && (await deps.table.revisions.get(name, serving.operation));
  const found = await judgeSpec(name, spec, revision?.effective, deps);
  refuse(placed(found, pointerPrefix));
  const findings = [...found, ...judgeStaying(environment, spec as Spec, request, deps)];

  const behind = environment?.active !== undefined && (supersedes(request) || request.behind === 'waits');
  const obstacle = behind ? undefined : obstacleTo(environment);
  if (obstacle) throw obstacle;
  await checkPlanSeen(request, behind, () => planHashOf(name, spec as Spec, { environment, revision }, deps));
  if (environment && revision && isUnchanged(environment, revision, spec as Spec))
    return { status: 200, body: await environmentView(environment, deps), headers: { etag: etagOf(environment) } };
  const imagesOf = 'imagesOf' in sent ? sent.imagesOf : environment?.serving?.operation;
  const wish: Wish = {
    environment: name,
    kind: environment?.serving ? 'UPDATE' : 'CREATE',
    spec: spec as Spec,
    warnings: placed(findings, pointerPrefix),
    ...(environment?.serving && imagesOf ? { imagesOf } : {}),
  };
  if (!behind) return openOperation(wish, environment, request, deps);
  return (await supersede(wish, environment, { request, patches }, deps)) ?? bringAbout(name, sentTo, request, deps, way);
}
