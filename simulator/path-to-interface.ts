import type { Ec2State } from './ec2/ec2-state.ts';
import { anywhere, effectiveGroups, groupsAdmit } from './ec2/security-rules.ts';
import { defaultRouteOf, isPublic } from './ec2/subnet-routes.ts';
import type { NetworkPath, Origin } from './network-path.ts';

/** TCP from anywhere on the internet to the interface's public address. */
export function pathFromInternet(ec2: Ec2State, target: Origin, port: number): NetworkPath {
  const subnet = ec2.subnets[target.subnetId];
  if (!subnet) return broken(`subnet ${target.subnetId} does not exist`);
  if (!target.publicIp) return broken(`the interface in ${subnet.SubnetId} has no public IP address`);
  // An answer that left by a NAT gateway would come from another address than the one that was asked.
  if (!isPublic(ec2, subnet)) {
    const { GatewayId, NatGatewayId } = defaultRouteOf(ec2, subnet) ?? {};
    const instead = GatewayId ?? NatGatewayId;
    return broken(
      `the route table of ${subnet.SubnetId} has no route to an attached internet gateway${instead ? `, but to ${instead}` : ''}`,
    );
  }
  const groups = effectiveGroups(ec2, subnet.VpcId, target.groupIds);
  if (!groupsAdmit(ec2, groups, 'ingress', anywhere, port))
    return broken(`no ingress rule of ${groups.join(', ')} admits 0.0.0.0/0 on ${port}`);
  return { open: true, via: 'internet-gateway' };
}

/** TCP from one interface to another's private address. Every table has the local route, so only the groups decide. */
export function pathBetween(ec2: Ec2State, origin: Origin, target: Origin, port: number): NetworkPath {
  const [from, to] = [ec2.subnets[origin.subnetId], ec2.subnets[target.subnetId]];
  if (!from) return broken(`subnet ${origin.subnetId} does not exist`);
  if (!to) return broken(`subnet ${target.subnetId} does not exist`);
  if (from.VpcId !== to.VpcId) return broken(`${from.SubnetId} is in ${from.VpcId}, and ${to.SubnetId} in ${to.VpcId}`);
  const mine = effectiveGroups(ec2, from.VpcId, origin.groupIds);
  const theirs = effectiveGroups(ec2, to.VpcId, target.groupIds);
  if (!groupsAdmit(ec2, mine, 'egress', { groupIds: theirs, cidrs: [to.CidrBlock] }, port))
    return broken(`no egress rule of ${mine.join(', ')} allows ${port} to ${theirs.join(', ')}`);
  if (!groupsAdmit(ec2, theirs, 'ingress', { groupIds: mine, cidrs: [from.CidrBlock] }, port))
    return broken(`${theirs.join(', ')} does not admit ${mine.join(', ')} on ${port}`);
  return { open: true, via: 'local' };
}

const broken = (reason: string): NetworkPath => ({ open: false, broken: reason });
