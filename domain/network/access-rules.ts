import { sha256 } from '../hash.ts';
import { parseBlock } from '../spec/parse-block.ts';
import { bastionName, type Member } from './members-of.ts';
import type { NetworkElement } from './network.ts';

const endpointGroup = 'EndpointSecurityGroup';

/**
 * The one group of all interface endpoints, and a rule for every group of the VPC, not only for those the endpoints were made
 * for: private DNS answers VPC-wide, so whoever calls the service ends at the endpoint, NAT gateway or not.
 */
export function endpointRules(members: readonly Member[]): readonly NetworkElement[] {
  const once = new Map(members.map((member) => [member.group, member]));
  return [
    {
      id: endpointGroup,
      kind: 'group',
      description: 'VPC endpoints',
      why: 'required',
      reason: 'says who may call the endpoints',
    },
    ...[...once.values()].map(
      ({ stem, name, group, egress }): NetworkElement => ({
        id: `EndpointsFrom${stem}`,
        kind: 'ingress',
        group: endpointGroup,
        port: 443,
        from: { group },
        why: 'required',
        reason:
          egress === 'endpoints'
            ? `${name} calls AWS through the endpoints`
            : `private DNS is VPC-wide: ${name} ends at the endpoints too, whatever its own egress`,
      }),
    ),
  ];
}

/**
 * One resource for each thing `allowFrom` says, so that what leaves with an update leaves by itself. The id holds all that
 * makes the rule, because nothing of a rule can be changed. What a wider block admits anyway has no rule of its own.
 */
export function accessRules(members: readonly Member[], cidr: string): readonly NetworkElement[] {
  const groupOf = new Map(members.map(({ name, group }) => [name, group]));
  return members.flatMap(({ name, stem, group, port, allowFrom }) => {
    if (port === undefined) return [];
    const covered = (inner: string) => allowFrom.some((outer) => outer !== inner && contains(outer, inner));
    return allowFrom.flatMap((source): NetworkElement[] => {
      const from = groupOf.get(source);
      const isBlock = source.includes('/');
      if (!isBlock && from === undefined) return [];
      // Whoever comes from inside comes from an address of the network's own block.
      if (isBlock ? covered(source) : allowFrom.some((outer) => contains(outer, cidr))) return [];
      const mark = sha256(`${name} ${source} ${port}`).slice(0, 8);
      const common = { kind: 'ingress', group, port, why: 'required' } as const;
      const reason = `allowFrom of ${name}: ${isBlock || source === bastionName ? source : `the service ${source}`}`;
      return [{ ...common, id: `${stem}Ingress${mark}`, from: isBlock ? { cidr: source } : { group: from ?? '' }, reason }];
    });
  });
}

function contains(outer: string, inner: string): boolean {
  const [wide, narrow] = [parseBlock(outer), parseBlock(inner)];
  return wide !== undefined && narrow !== undefined && wide.first <= narrow.first && narrow.last <= wide.last;
}
