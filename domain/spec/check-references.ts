import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { Deployment } from './deployment.ts';
import { finding } from './finding.ts';
import { isOffered } from './offer.ts';
import { type Reference, referencesOf } from './references-of.ts';

const askOperator = 'Ask the operator of this deployment to add it to `moorage:offers`.';

/**
 * What the operator's list alone can say: S3 objects and what `permissions` name must be in it. Without knowing the list
 * nothing is said.
 */
export function checkReferences(spec: Spec, deployment: Deployment): readonly Finding[] {
  const { offers } = deployment;
  if (offers === undefined) return [];
  const permissions = Object.entries(spec.services ?? {}).flatMap(([name, service]) =>
    (service.permissions ?? []).flatMap(({ actions, resources }, row) => {
      const not = actions.flatMap((action) =>
        resources.filter((one) => !isOffered(action, one, offers)).map((one) => `${action} on ${one}`),
      );
      if (not.length === 0) return [];
      const rest = not.length > 1 ? `, and ${not.length - 1} more` : '';
      const message = `It was not offered to services to do ${not[0]}${rest}.`;
      return [finding('REFERENCE_NOT_OFFERED', `/services/${name}/permissions/${row}`, message, askOperator)];
    }),
  );
  const objects = notListed(spec, deployment)
    .filter(({ taggable }) => !taggable)
    .map(({ pointer, arn }) => finding('REFERENCE_NOT_OFFERED', pointer, `${arn} was not offered to environments.`, askOperator));
  return [...objects, ...permissions];
}

/** References the operator's list does not have: those that can be offered by a tag have to be asked for theirs. */
export function notListed(spec: Spec, deployment: Deployment): readonly Reference[] {
  const { offers = [] } = deployment;
  return referencesOf(spec, deployment).filter(({ arn, actions }) => !actions.every((action) => isOffered(action, arn, offers)));
}

/** `offeredTo` says by ARN what the tag `moorage:offered-to` holds; what has none, or does not exist, is not there. */
export function checkOffers(
  environment: string,
  references: readonly Reference[],
  offeredTo: Readonly<Record<string, string>>,
): readonly Finding[] {
  return references
    .filter(({ arn }) => offeredTo[arn] !== '*' && offeredTo[arn] !== environment)
    .map(({ pointer, arn }) =>
      finding(
        'REFERENCE_NOT_OFFERED',
        pointer,
        `${arn} was not offered to ${environment}, or does not exist.`,
        `Whoever owns it runs: aws resourcegroupstaggingapi tag-resources --resource-arn-list ${arn} --tags moorage:offered-to=${environment}`,
      ),
    );
}
