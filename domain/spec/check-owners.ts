import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { mayChange, type Ownership } from '../ownership/may-change.ts';
import { principalFault } from '../ownership/principal-fault.ts';
import { finding } from './finding.ts';

/** Owners nobody could be, or whose pattern would let in others than it says. */
export function checkOwners({ owners = [] }: Spec): readonly Finding[] {
  return owners.flatMap((owner, index) => {
    const fault = principalFault(owner);
    return fault ? [finding('OWNER_INVALID', `/owners/${index}`, fault.message, fault.remedy)] : [];
  });
}

/** Whoever sends this spec could not send the next one. */
export function checkStaying(spec: Spec, asked: Omit<Ownership, 'owners'>): readonly Finding[] {
  const { owners } = spec;
  if (owners === undefined || mayChange({ ...asked, owners })) return [];
  const remedy = `Add ${asked.actor} to the owners, unless that is meant.`;
  return [finding('OWNERS_WITHOUT_YOU', '/owners', 'You will not be able to change this environment any more.', remedy)];
}
