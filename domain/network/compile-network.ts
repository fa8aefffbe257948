import type { Egress } from '../../schemas/gen/spec.types.ts';
import { logicalId } from '../logical-id.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import { accessRules, endpointRules } from './access-rules.ts';
import { bastionName, type Member, membersOf } from './members-of.ts';
import type { Network, NetworkElement, Placement } from './network.ts';
import { subnetCidr } from './subnet-cidr.ts';

/**
 * The network a spec needs: what is sufficient, nothing that is not, and for each element why it is there. Pure and without
 * order: equal specs give equal networks. With `before`, the spec that still runs while an update moves its services, the
 * network carries both; places are those of `spec`.
 *
 * Asleep, a network is the same but for what costs by the hour and the routes to it: nothing moves when it wakes.
 */
export function compileNetwork(spec: EffectiveSpec, before?: EffectiveSpec): Network {
  const wanted = membersOf(spec);
  const members: readonly Member[] = [...wanted, ...(before ? membersOf(before) : [])];
  if (members.length === 0) return { elements: [], placements: {} };
  const zones = range(Math.max(spec.network.zones, before?.network.zones ?? 0));
  const plan: Plan = { members, zones, cidr: spec.network.cidr, perZone: spec.network.nat === 'perZone' };
  const elements = [...base(plan), ...publicSide(plan), ...natSide(plan), ...endpointSide(plan), ...groups(plan)];
  const placed = (member: Member): Placement => ({
    subnets: range(member.name === bastionName ? 1 : spec.network.zones).map((zone) => subnetId(member.egress, zone)),
    group: member.group,
    publicIp: member.egress === 'public',
  });
  const bastion = spec.bastion && wanted.at(-1);
  const services = wanted.filter((member) => member !== bastion);
  return {
    elements: [...new Map(elements.map((element) => [element.id, element])).values()],
    placements: Object.fromEntries(services.map((member) => [member.name, placed(member)])),
    ...(bastion && !bastion.asleep ? { bastion: placed(bastion) } : {}),
  };
}

interface Plan {
  readonly members: readonly Member[];
  readonly zones: readonly number[];
  readonly cidr: string;
  readonly perZone: boolean;
}

const range = (to: number) => Array.from({ length: to }, (_, index) => index + 1);
const prefixes = { public: 'Public', nat: 'Nat', endpoints: 'Endpoints' } as const satisfies Record<Egress, string>;
const subnetId = (egress: Egress, zone: number) => `${prefixes[egress]}Subnet${zone}`;
const has = ({ members }: Plan, egress: Egress) => members.some((member) => member.egress === egress);
const namesOf = (members: readonly Member[]) => [...new Set(members.map(({ name }) => name))].join(', ');
const usersOf = ({ members }: Plan, egress: Egress) => namesOf(members.filter((member) => member.egress === egress));

function base({ cidr }: Plan): NetworkElement[] {
  return [{ id: 'Vpc', kind: 'vpc', cidr, why: 'required', reason: 'everything of this environment is inside it' }];
}

/** A subnet and what ties it to its table. Without the tie it would fall to the VPC's main table, which leads nowhere. */
function subnet(
  plan: Plan,
  egress: Egress,
  zone: number,
  table: string | undefined,
  why: NetworkElement['why'],
  reason: string,
): NetworkElement[] {
  const id = subnetId(egress, zone);
  const cidr = subnetCidr(plan.cidr, egress, zone - 1);
  const tie = `its routes are those of ${table}`;
  return [
    { id, kind: 'subnet', zone, cidr, why, reason },
    ...(table === undefined
      ? []
      : [{ id: `${id}Routes`, kind: 'association', subnet: id, table, why: 'required', reason: tie } as const]),
  ];
}

/** Where a class has several zones, any one of its subnets may go; where something stands in it, it may not. */
const spare = (zones: readonly number[], heldBy: string | undefined, what: string): readonly [NetworkElement['why'], string] =>
  heldBy === undefined ? [zones.length > 1 ? 'redundancy' : 'required', what] : ['required', `${what}; ${heldBy} stands in it`];

/**
 * The zones a class is in: tasks are spread over all of them; a bastion, one machine, is in the first. Its endpoints answer
 * for the whole VPC, though: where a service calls one of them, from whatever class, it shall not depend on one zone.
 */
function zonesOf({ members, zones }: Plan, egress: Egress): readonly number[] {
  const inside = members.filter((member) => member.egress === egress);
  if (inside.length === 0) return [];
  const answered = new Set(egress === 'endpoints' ? inside.flatMap(({ needs }) => needs.map(({ name }) => name)) : []);
  const spread = members.some(
    (member) => member.name !== bastionName && (member.egress === egress || member.needs.some(({ name }) => answered.has(name))),
  );
  return spread ? zones : zones.slice(0, 1);
}

/** Where a gateway stands, or is going to stand when the network wakes. */
const natZones = (plan: Plan) => zonesOf(plan, 'nat').slice(0, plan.perZone ? undefined : 1);
const bastionIn = (plan: Plan, egress: Egress, zone: number) =>
  zone === 1 && plan.members.some((member) => member.name === bastionName && member.egress === egress)
    ? 'the bastion'
    : undefined;

function publicSide(plan: Plan): NetworkElement[] {
  const nats = natZones(plan);
  const open = has(plan, 'public');
  const spread = zonesOf(plan, 'public');
  const zones = spread.length > nats.length ? spread : nats;
  if (zones.length === 0) return [];
  const users = [...(open ? [usersOf(plan, 'public')] : []), ...(nats.length > 0 ? ['the NAT gateway'] : [])].join(' and ');
  const required = (id: string, kind: 'internetGateway' | 'gatewayAttachment' | 'routeTable', reason: string) =>
    ({ id, kind, why: 'required', reason }) satisfies NetworkElement;
  return [
    required('InternetGateway', 'internetGateway', `the way out of ${users}`),
    required('InternetGatewayAttachment', 'gatewayAttachment', 'a gateway serves the VPC it is attached to'),
    required('PublicRouteTable', 'routeTable', `the routes of ${users}`),
    {
      id: 'PublicDefaultRoute',
      kind: 'defaultRoute',
      table: 'PublicRouteTable',
      why: 'required',
      reason: `${users} reach the internet through the gateway`,
    },
    ...zones.flatMap((zone) => {
      const heldBy = nats.includes(zone) ? 'a NAT gateway' : bastionIn(plan, 'public', zone);
      const [why, reason] = spare(zones, heldBy, `zone ${zone} of ${users}`);
      return subnet(plan, 'public', zone, 'PublicRouteTable', why, reason);
    }),
  ];
}

function natSide(plan: Plan): NetworkElement[] {
  if (!has(plan, 'nat')) return [];
  const users = usersOf(plan, 'nat');
  const awake = plan.members.some(({ egress, asleep }) => egress === 'nat' && !asleep);
  const gateways = (awake ? natZones(plan) : []).flatMap((zone): NetworkElement[] => [
    { id: `NatAddress${zone}`, kind: 'address', why: 'required', reason: 'a NAT gateway has a public address' },
    {
      id: `NatGateway${zone}`,
      kind: 'natGateway',
      subnet: subnetId('public', zone),
      address: `NatAddress${zone}`,
      why: 'required',
      reason: plan.perZone ? `zone ${zone} of ${users} has a way out of its own` : `${users} reach the internet through it`,
    },
  ]);
  const zones = zonesOf(plan, 'nat');
  const tables = zones.map((zone) => `NatRouteTable${zone}`);
  // One table per zone even with one gateway: an association cannot be moved to another table, a route can be turned.
  const subnets = zones.flatMap((zone): NetworkElement[] => {
    const table = `NatRouteTable${zone}`;
    const [why, reason] = spare(zones, bastionIn(plan, 'nat', zone), `zone ${zone} of ${users}`);
    return [
      { id: table, kind: 'routeTable', why: 'required', reason: `the routes of zone ${zone} of ${users}` },
      ...(awake ? [natRoute(plan, zone, users)] : []),
      ...subnet(plan, 'nat', zone, table, why, reason),
    ];
  });
  const layers: NetworkElement = {
    id: 'NatS3Endpoint',
    kind: 'gatewayEndpoint',
    service: 's3',
    tables,
    why: 'cheaper',
    reason: 'image layers come from S3: this way they cost nothing, through the NAT gateway they cost by the GB',
  };
  return [...gateways, ...subnets, layers];
}

function natRoute({ perZone }: Plan, zone: number, users: string): NetworkElement {
  return {
    id: `NatDefaultRoute${zone}`,
    kind: 'defaultRoute',
    table: `NatRouteTable${zone}`,
    nat: `NatGateway${perZone ? zone : 1}`,
    why: 'required',
    reason: `${users} reach the internet through the NAT gateway`,
  };
}

function endpointSide(plan: Plan): NetworkElement[] {
  const inside = plan.members.filter(({ egress }) => egress === 'endpoints');
  if (inside.length === 0) return [];
  const users = namesOf(inside);
  const zones = zonesOf(plan, 'endpoints');
  // A route to a gateway endpoint is all that is ever in it; without one the VPC's main table, which leads nowhere, is enough.
  const routed = inside.some(({ needs }) => needs.some(({ kind }) => kind === 'gateway'));
  const table = routed ? 'EndpointsRouteTable' : undefined;
  const awake = new Set(inside.flatMap(({ asleep, needs }) => (asleep ? [] : needs.map(({ name }) => name))));
  const reasons = new Map<string, { kind: 'interface' | 'gateway'; reasons: string[] }>();
  for (const { name, kind, reason } of inside.flatMap(({ needs }) => needs)) {
    const known = reasons.get(name) ?? { kind, reasons: [] };
    if (!known.reasons.includes(reason)) known.reasons.push(reason);
    reasons.set(name, known);
  }
  const endpoints = [...reasons]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, { kind, reasons: why }]): NetworkElement => {
      const stem = logicalId(service.replaceAll('.', '-'));
      const common = { service, why: 'required', reason: why.join('; ') } as const;
      return kind === 'gateway'
        ? { id: `Endpoints${stem}Endpoint`, kind: 'gatewayEndpoint', tables: table ? [table] : [], ...common }
        : {
            id: `${stem}Endpoint`,
            kind: 'interfaceEndpoint',
            subnets: zones.map((zone) => subnetId('endpoints', zone)),
            group: 'EndpointSecurityGroup',
            ...common,
          };
    });
  return [
    ...(table === undefined
      ? []
      : [
          {
            id: table,
            kind: 'routeTable',
            why: 'required',
            reason: `the routes of ${users}, none of which leads outside`,
          } as const,
        ]),
    ...zones.flatMap((zone) => {
      const [why, reason] = spare(zones, bastionIn(plan, 'endpoints', zone), `zone ${zone} of ${users}`);
      return subnet(plan, 'endpoints', zone, table, why, reason);
    }),
    ...endpoints.filter((one) => one.kind !== 'interfaceEndpoint' || awake.has(one.service)),
    // The group stays when they sleep.
    ...(endpoints.some(({ kind }) => kind === 'interfaceEndpoint') ? endpointRules(plan.members) : []),
  ];
}

function groups(plan: Plan): NetworkElement[] {
  return [
    ...plan.members.map(
      ({ group, name }): NetworkElement => ({
        id: group,
        kind: 'group',
        // Create-only: another text is another group.
        description: name === bastionName ? 'Bastion' : `Tasks of ${name}`,
        why: 'required',
        reason: `says who may connect to ${name}`,
      }),
    ),
    ...accessRules(plan.members, plan.cidr),
  ];
}
