import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../schemas/gen/validators.js';
import { complete } from './complete.ts';
import type { EffectiveSpec } from './effective-spec.ts';

/**
 * What cannot be changed while the environment serves. The block of a VPC is given once: another one is another VPC, and
 * whatever runs in the old one would have to be gone before. Leaving the field out means its default, as everywhere.
 */
export function checkChange(serving: EffectiveSpec, spec: unknown): readonly Finding[] {
  if (!validateSpec(spec)) return [];
  const wanted = complete(spec as Spec);
  return [...checkNetwork(serving, wanted), ...checkNumber(serving, wanted)];
}

/** CloudFormation takes 200 outputs; the foundation has 3 of its own and 4 for each service: (200 - 3) / 4 = 49. */
const mostServices = 49;

/** While the services move, those that leave are there beside those that come. */
function checkNumber(serving: EffectiveSpec, wanted: EffectiveSpec): readonly Finding[] {
  const names = new Set([...Object.keys(serving.services), ...Object.keys(wanted.services)]);
  if (names.size <= mostServices) return [];
  return [
    {
      severity: 'refusal',
      code: 'CHANGE_TOO_LARGE',
      pointer: '/services',
      message: `${names.size} services would be there at once while this update runs; ${mostServices} can be.`,
      remedy: 'Remove services in one update and add the new ones in the next.',
    },
  ];
}

function checkNetwork(serving: EffectiveSpec, wanted: EffectiveSpec): readonly Finding[] {
  const { cidr } = wanted.network;
  if (cidr === serving.network.cidr) return [];
  return [
    {
      severity: 'refusal',
      code: 'NETWORK_IMMUTABLE',
      pointer: '/network/cidr',
      message: `The network of a running environment stays ${serving.network.cidr}; ${cidr} would be another one.`,
      remedy: `Write "${serving.network.cidr}", or create an environment of another name and DELETE this one.`,
    },
  ];
}
