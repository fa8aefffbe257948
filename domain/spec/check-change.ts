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
  const { cidr } = complete(spec as Spec).network;
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
