import type { EffectiveService, EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import type { Ec2State } from '../../simulator/ec2/ec2-state.ts';
import { type NetworkPath, type Origin, pathToInternet, pathToService } from '../../simulator/network-path.ts';
import { pathBetween, pathFromInternet } from '../../simulator/path-to-interface.ts';

/** A network that stands, and how to find in it what the spec's names became. */
export interface Standing {
  readonly ec2: Ec2State;
  readonly region: string;
  /** Physical ids of the subnets a service's tasks (or the bastion) may be put into; none when nothing is left of them. */
  subnetsOf(name: string): readonly string[];
  groupOf(name: string): string | undefined;
}

/**
 * Everything a spec declares that the network does not carry, in the simulator's judgement; empty when it is sufficient.
 * Written down from the spec's words and AWS's documentation, not from what the compiler thinks.
 */
export function unmetNeeds(spec: EffectiveSpec, standing: Standing): readonly string[] {
  const members = Object.entries(spec.services).map(([name, service]) => ({
    name,
    publicIp: service.egress === 'public',
    service,
  }));
  // Asleep nobody calls anybody, and there is no bastion; everybody keeps the place to wake in.
  if (spec.paused === 'withNetwork')
    return members.flatMap(({ name }) => (originsOf(name, false, standing).length > 0 ? [] : [`${name}: nowhere to be`]));
  const bastion = spec.bastion ? [{ name: 'bastion', publicIp: spec.bastion.egress === 'public', service: undefined }] : [];
  return [...members, ...bastion].flatMap(({ name, publicIp, service }) => {
    const places = originsOf(name, publicIp, standing);
    if (places.length === 0) return [`${name}: nowhere to be`];
    return places.flatMap((origin) => {
      const needs = service ? servicesOf(service) : ['ssm', 'ssmmessages', 'ec2messages'];
      const egress = service?.egress ?? spec.bastion?.egress;
      return [
        ...needs.map((one) => [one, pathToService(standing.ec2, origin, one, standing.region)] as const),
        ...(egress === 'endpoints' ? [] : everything(origin, standing)),
        ...(service ? admitted(service, origin, spec, standing) : []),
      ].flatMap(([what, path]) => (path.open ? [] : [`${name} → ${what}: ${path.broken}`]));
    });
  });
}

type Asked = readonly (readonly [what: string, path: NetworkPath])[];

function originsOf(name: string, publicIp: boolean, standing: Standing): readonly Origin[] {
  const group = standing.groupOf(name);
  return group === undefined ? [] : standing.subnetsOf(name).map((subnetId) => ({ subnetId, groupIds: [group], publicIp }));
}

/** What Fargate 1.4.0 calls for such a service, and what its own code was given leave to call. */
function servicesOf(service: EffectiveService): readonly string[] {
  const containers = [service, ...Object.values(service.sidecars)];
  const secrets = containers.flatMap((one) => Object.values(one.secrets));
  const own = containers.some(({ source }) => source.kind !== 'reference' || source.reference.includes('.dkr.ecr.'));
  const called = service.permissions.flatMap(({ actions }) => actions.map((action) => action.split(':')[0] ?? ''));
  return [
    ...(own ? ['ecr.api', 'ecr.dkr', 's3'] : []),
    ...(service.logs.retentionDays > 0 ? ['logs'] : []),
    ...(service.exec ? ['ssmmessages'] : []),
    ...(secrets.some((arn) => arn.includes(':secretsmanager:')) ? ['secretsmanager'] : []),
    ...(secrets.some((arn) => arn.includes(':ssm:')) ? ['ssm'] : []),
    ...called,
  ];
}

/** With NAT or an address of its own a task reaches the internet, and every service AWS has, endpoint or not. */
function everything(origin: Origin, { ec2, region }: Standing): Asked {
  const captured = Object.values(ec2.vpcEndpoints).map(({ ServiceName }) => ServiceName.replace(`com.amazonaws.${region}.`, ''));
  return [
    ['internet', pathToInternet(ec2, origin)],
    ...captured.map((one) => [one, pathToService(ec2, origin, one, region)] as const),
  ];
}

function admitted(service: EffectiveService, target: Origin, spec: EffectiveSpec, standing: Standing): Asked {
  const { ec2 } = standing;
  const { port } = service;
  if (port === undefined) return [];
  return service.allowFrom.flatMap((source): Asked => {
    if (source === '0.0.0.0/0' && target.publicIp) return [[`from ${source}`, pathFromInternet(ec2, target, port)]];
    if (source.includes('/')) return [[`from ${source}`, admitsBlock(ec2, target, source, port)]];
    const publicIp = (spec.services[source]?.egress ?? spec.bastion?.egress) === 'public';
    return originsOf(source, publicIp, standing).map((origin) => [`from ${source}`, pathBetween(ec2, origin, target, port)]);
  });
}

/** A block may be anybody's, so the rule itself is what can be asked for. */
function admitsBlock(ec2: Ec2State, target: Origin, block: string, port: number): NetworkPath {
  const rules = target.groupIds.flatMap((id) => ec2.securityGroups[id]?.ingress ?? []);
  const open = rules.some(
    ({ CidrIp, FromPort = 0, ToPort = 65_535 }) =>
      FromPort <= port && port <= ToPort && (CidrIp === block || CidrIp === '0.0.0.0/0'),
  );
  return open ? { open: true, via: 'local' } : { open: false, broken: `no rule admits ${block} on ${port}` };
}
