import type { Environment } from '../../domain/operation/environment.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { mergePatch } from '../../domain/spec/merge-patch.ts';
import { toFindings } from '../../domain/spec/to-findings.ts';
import type { CreatePlan, Finding, Plan } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { validateCreatePlan } from '../../schemas/gen/validators.js';
import { acceptedSpec } from './accepted-spec.ts';
import { checkName } from './check-name.ts';
import { isUnchanged } from './is-unchanged.ts';
import { judgeSpec } from './judge-spec.ts';
import { judgeStaying } from './judge-staying.ts';
import { obstacleTo } from './obstacle-to.ts';
import { placed } from './placed.ts';
import { planChange } from './plan-change.ts';
import type { PlansDeps } from './plans-deps.ts';
import { Problem } from './problem.ts';
import { refuseFrozen } from './refuse-frozen.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { Use } from './use-case.ts';

/** A dry run of PUT or PATCH. A spec that is refused is an answer here and no error, so that whoever asked can show why. */
export const createPlan: Use<PlansDeps> = async (request, deps) => {
  const { body } = request;
  if (!validateCreatePlan(body)) {
    const findings = toFindings(validateCreatePlan.errors ?? [], ['name', 'spec', 'patch']);
    throw new Problem(400, 'BODY_REFUSED', 'The body is { "name": …, "spec": … } or { "name": …, "patch": … }.', { findings });
  }
  const { name, spec: sent, patch } = body as CreatePlan;
  checkName(name);
  const environment = await deps.table.environments.get(name);
  if (patch && !environment) throw new Problem(404, 'ENVIRONMENT_UNKNOWN', `There is no environment ${name}.`);
  const spec = patch && environment ? mergePatch((await acceptedSpec(environment, deps.table)).spec, patch) : sent;
  // Once it is being torn down, what comes after begins with nothing.
  const left = environment?.active?.kind === 'DELETE' ? undefined : environment;
  const serving = left?.serving && (await deps.table.revisions.get(name, left.serving.operation));
  const found = await judgeSpec(name, spec, serving?.effective, deps);
  const refused = found.some(({ severity }) => severity === 'refusal');
  const findings = placed(
    refused ? found : [...found, ...judgeStaying(environment, spec as Spec, request, deps)],
    patch ? '/patch' : '/spec',
  );
  const stranger = await detailOf(refuseStranger(environment, request, deps));
  return { status: 200, body: await planOf(name, spec as Spec, findings, { environment, left, serving, stranger }, deps) };
};

interface Found {
  readonly environment: Environment | undefined;
  /** What of it the spec would follow. */
  readonly left: Environment | undefined;
  readonly serving: Revision | undefined;
  /** Why whoever asks could not send it. */
  readonly stranger: string | undefined;
}

async function planOf(
  name: string,
  spec: Spec,
  findings: readonly Finding[],
  { environment, left, serving, stranger }: Found,
  deps: PlansDeps,
): Promise<Plan> {
  const revision = left?.serving?.revision ?? 0;
  const base = { environment: name, revision, findings: [...findings] };
  if (findings.some(({ severity }) => severity === 'refusal')) return { ...base, accepted: false };
  const unchanged = left !== undefined && serving !== undefined && isUnchanged(left, serving, spec);
  const obstacle = stranger ?? obstacleTo(environment)?.message;
  const notNow = obstacle ?? (unchanged ? undefined : await detailOf(refuseFrozen(deps)));
  const occupied = environment?.active !== undefined && serving === undefined;
  const planned = await planChange(name, spec, left, serving, occupied, deps);
  if ('refused' in planned) return { ...base, accepted: false, refused: planned.refused };
  return {
    ...base,
    accepted: true,
    ...(notNow === undefined ? {} : { notNow }),
    change: unchanged ? 'none' : serving ? 'update' : 'create',
    ...planned,
  };
}

/** What a refusal says, where it is no error but part of the answer. */
async function detailOf(asked: Promise<unknown>): Promise<string | undefined> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
