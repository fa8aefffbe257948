import type { Finding } from '../../schemas/gen/api.types.ts';
import type { EffectiveSpec } from './effective-spec.ts';
import { finding } from './finding.ts';
import { mostOutputs, mostRepositories, mostResources, stackCounts } from './stack-counts.ts';

/**
 * What cannot be changed while the environment serves. The block of a VPC is given once: another one is another VPC, and
 * whatever runs in the old one would have to be gone before. Leaving the field out means its default, as everywhere.
 */
export function checkChange(serving: EffectiveSpec, wanted: EffectiveSpec): readonly Finding[] {
  return [...checkNetwork(serving, wanted), ...checkNumber(serving, wanted)];
}

/** While the services move, those that leave are there beside those that come. */
function checkNumber(serving: EffectiveSpec, wanted: EffectiveSpec): readonly Finding[] {
  const { services, resources, outputs, repositories } = stackCounts(wanted, serving);
  if (outputs <= mostOutputs && resources <= mostResources && repositories <= mostRepositories) return [];
  const remedy = 'Remove services in one update and add the new ones in the next.';
  const what =
    outputs > mostOutputs
      ? `${services} services would be there at once while this update runs, and ${outputs} outputs of one stack; CloudFormation takes ${mostOutputs}.`
      : resources > mostResources
        ? `${resources} resources would be there at once while this update runs; a stack takes ${mostResources}.`
        : `${repositories} images would be there at once while this update runs; a registry takes ${mostRepositories}.`;
  return [finding('CHANGE_TOO_LARGE', '/services', what, remedy)];
}

function checkNetwork(serving: EffectiveSpec, wanted: EffectiveSpec): readonly Finding[] {
  const { cidr } = wanted.network;
  const nowhere = Object.keys(serving.services).length === 0 && !serving.bastion;
  if (cidr === serving.network.cidr || nowhere) return [];
  return [
    finding(
      'NETWORK_IMMUTABLE',
      '/network/cidr',
      `The network of a running environment stays ${serving.network.cidr}; ${cidr} would be another one.`,
      `Write "${serving.network.cidr}", or create an environment of another name and DELETE this one.`,
    ),
  ];
}
