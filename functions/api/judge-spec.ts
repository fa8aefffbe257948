import type { Offers } from '../../cloud/offers.ts';
import { check } from '../../domain/spec/check.ts';
import { checkChange } from '../../domain/spec/check-change.ts';
import { checkOffers, notListed } from '../../domain/spec/check-references.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Deployment } from '../../domain/spec/deployment.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../schemas/gen/validators.js';

interface Deps {
  readonly offers: Offers;
  readonly deployment: Deployment;
}

/** Every finding about a spec that is to follow the serving one. Only a spec that could work is worth a question to AWS. */
export async function judgeSpec(
  environment: string,
  spec: unknown,
  serving: EffectiveSpec | undefined,
  deps: Deps,
): Promise<readonly Finding[]> {
  const change = serving && validateSpec(spec) ? checkChange(serving, complete(spec as Spec, deps.deployment)) : [];
  const findings = [...check(spec, deps.deployment), ...change];
  if (findings.some(({ severity }) => severity === 'refusal')) return findings;
  return [...findings, ...(await findOffers(environment, spec as Spec, deps))];
}

/** What a spec names outside its environment and the operator's list does not have, has to say by its tag whom it is for. */
async function findOffers(environment: string, spec: Spec, { offers, deployment }: Deps): Promise<readonly Finding[]> {
  const references = notListed(spec, deployment).filter(({ taggable }) => taggable);
  if (references.length === 0) return [];
  return checkOffers(environment, references, await offers.offeredTo(references.map(({ arn }) => arn)));
}
