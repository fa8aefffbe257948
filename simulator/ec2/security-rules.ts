import { cidrContains, parseCidr } from './cidr.ts';
import type { Ec2State, Permission } from './ec2-state.ts';

/** Who is at the other end of a packet, in each of the ways a rule can name him. */
export interface Peer {
  readonly groupIds: readonly string[];
  /** Where his address may lie: a rule that names a block must have all of it. */
  readonly cidrs: readonly string[];
  /** The managed list that has his address. */
  readonly prefixListId?: string;
}

/** Everybody there is: only a rule for `0.0.0.0/0` is for him. */
export const anywhere: Peer = { groupIds: [], cidrs: ['0.0.0.0/0'] };

/** The groups of an interface in that VPC: one nobody gave a group has the VPC's default group. */
export function effectiveGroups(ec2: Ec2State, vpcId: string, groupIds: readonly string[]): readonly string[] {
  if (groupIds.length > 0) return groupIds;
  const own = Object.values(ec2.securityGroups).find(({ VpcId, GroupName }) => VpcId === vpcId && GroupName === 'default');
  return own ? [own.GroupId] : [];
}

/** Whether the groups together let TCP on this port through to, or in from, the peer. Answers pass by themselves. */
export function groupsAdmit(
  ec2: Ec2State,
  groupIds: readonly string[],
  direction: 'ingress' | 'egress',
  peer: Peer,
  port: number,
): boolean {
  const rules = groupIds.flatMap((id) => ec2.securityGroups[id]?.[direction] ?? []).filter((rule) => coversPort(rule, port));
  const byName = rules.some(
    ({ GroupId, PrefixListId }) =>
      (GroupId !== undefined && peer.groupIds.includes(GroupId)) ||
      (PrefixListId !== undefined && PrefixListId === peer.prefixListId),
  );
  return byName || (peer.cidrs.length > 0 && peer.cidrs.every((cidr) => rules.some(({ CidrIp }) => covers(CidrIp, cidr))));
}

/** For every protocol but TCP and its like, ports mean nothing; `-1` is all of them. */
function coversPort({ IpProtocol, FromPort, ToPort }: Permission, port: number): boolean {
  const protocol = String(IpProtocol);
  if (protocol === '-1') return true;
  return (protocol === 'tcp' || protocol === '6') && (FromPort ?? 0) <= port && port <= (ToPort ?? 65_535);
}

function covers(block: string | undefined, cidr: string): boolean {
  const outer = parseCidr(block ?? '');
  const inner = parseCidr(cidr);
  return outer !== undefined && inner !== undefined && cidrContains(outer, inner);
}
