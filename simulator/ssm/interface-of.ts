import type { Ec2State } from '../ec2/ec2-state.ts';
import type { Origin } from '../network-path.ts';

/** Where a network interface stands, as the network asks it. */
export function interfaceOf(id: string | undefined, { networkInterfaces }: Ec2State): Origin | undefined {
  const found = networkInterfaces[id ?? ''];
  return found && { subnetId: found.SubnetId, groupIds: found.groups, publicIp: found.publicIp !== undefined };
}
