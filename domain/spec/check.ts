import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../schemas/gen/validators.js';
import { checkAccess } from './check-access.ts';
import { checkBuild } from './check-build.ts';
import { checkNames } from './check-names.ts';
import { checkNetwork } from './check-network.ts';
import { checkOwners } from './check-owners.ts';
import { checkReferences } from './check-references.ts';
import { checkSchedule } from './check-schedule.ts';
import { checkSecretValues } from './check-secret-values.ts';
import { checkService } from './check-service.ts';
import { checkSizes } from './check-sizes.ts';
import type { Deployment } from './deployment.ts';
import { finding } from './finding.ts';
import { knownFields } from './known-fields.ts';
import { escapePart, toFindings } from './to-findings.ts';

/**
 * Everything that can be said against a spec without asking anybody, all at once. Rules between fields are only judged on a
 * spec whose shape is right: on any other they would be guesses.
 */
export function check(spec: unknown, deployment: Deployment = {}): readonly Finding[] {
  if (!validateSpec(spec)) return toFindings(validateSpec.errors ?? [], knownFields);
  const given = spec as Spec;
  const [services, builds] = [Object.entries(given.services ?? {}), Object.entries(given.builds ?? {})];
  const empty = 'Add a service, for example {"services":{"web":{"image":"nginx:1.27","port":80}}}, or a build.';
  return [
    ...(services.length + builds.length === 0 ? [finding('SPEC_EMPTY', '', 'There is nothing in this spec.', empty)] : []),
    ...services.flatMap(([name, service]) => checkService(name, service, given, deployment)),
    ...services.flatMap(([name, service]) => checkAccess(name, service, given)),
    ...builds.flatMap(([name, build]) => checkBuild(name, build, given)),
    ...checkNetwork(given),
    ...checkSecretValues(Object.entries(given.tags ?? {}).map(([key, value]) => [`/tags/${escapePart(key)}`, value] as const)),
    ...checkSecretValues((given.owners ?? []).map((owner, index) => [`/owners/${index}`, owner] as const)),
    ...checkOwners(given),
    ...checkReferences(given, deployment),
    ...checkSchedule(given),
    ...checkSizes(given),
    ...checkNames(given),
  ];
}
