import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { canonicalJson } from '../../domain/hash.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { check } from '../../domain/spec/check.ts';
import { checkChange } from '../../domain/spec/check-change.ts';
import { checkOffers, notListed } from '../../domain/spec/check-references.ts';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { environmentView } from './environment-view.ts';
import { isName } from './is-name.ts';
import { findRepeat, openOperation, running } from './open-operation.ts';
import { checkPreconditions, etagOf } from './preconditions.ts';
import { Problem } from './problem.ts';
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
  const findings = [...check(spec, deps.deployment), ...(revision ? checkChange(revision.effective, spec) : [])];
  refuse(findings, pointerPrefix);
  // Only a spec that could work is worth a question to AWS.
  refuse([...findings, ...(await findOffers(name, spec as Spec, deps))], pointerPrefix);

  if (environment?.active) throw running(name, environment.active.operation);
  if (environment?.status === 'STUCK')
    throw new Problem(
      409,
      'ENVIRONMENT_STUCK',
      `${name} has to be repaired first, POST /environments/${name}/repair: ${environment.stuck ?? 'see its last operation'}`,
    );
  if (environment && revision && isUnchanged(environment, revision, spec as Spec))
    return { status: 200, body: await environmentView(environment, deps), headers: { etag: etagOf(environment) } };
  return openOperation(
    {
      environment: name,
      kind: environment?.serving ? 'UPDATE' : 'CREATE',
      spec: spec as Spec,
      warnings: placed(findings, pointerPrefix),
    },
    environment,
    request,
    deps,
  );
}

const placed = (findings: readonly Finding[], prefix: string) =>
  findings.map((finding) => ({ ...finding, pointer: prefix + finding.pointer }));

function refuse(found: readonly Finding[], pointerPrefix: string): void {
  const findings = placed(found, pointerPrefix);
  const refusals = findings.filter((finding) => finding.severity === 'refusal');
  if (refusals.length === 0) return;
  const detail = refusals.length === 1 ? `${refusals[0]?.message}` : `${refusals.length} things in this spec cannot work.`;
  throw new Problem(400, 'SPEC_REFUSED', detail, { findings });
}

/** What a spec names outside its environment and the operator's list does not have, has to say by its tag whom it is for. */
async function findOffers(environment: string, spec: Spec, { offers, deployment }: ApiDeps): Promise<readonly Finding[]> {
  const references = notListed(spec, deployment).filter(({ taggable }) => taggable);
  if (references.length === 0) return [];
  return checkOffers(environment, references, await offers.offeredTo(references.map(({ arn }) => arn)));
}

/** Nothing would change: same spec, the last operation brought it about, and the blueprint renders as it did then. */
function isUnchanged({ status, serving, lastOperation, lastFailure }: Environment, revision: Revision, spec: Spec): boolean {
  return (
    status === 'AVAILABLE' &&
    serving?.operation === lastOperation &&
    // Cancelled too late to go back: it serves, but what it should have taken away is still there.
    lastFailure?.operation !== lastOperation &&
    serving?.blueprintVersion === blueprintVersion &&
    canonicalJson(revision.spec) === canonicalJson(spec)
  );
}
