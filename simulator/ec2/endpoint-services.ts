import type { Context } from '../service.ts';
import { availabilityZones } from './availability-zones.ts';

/** Services that have an endpoint in every region we know, and how. `s3` and `dynamodb` have both ways. */
const interfaceServices = [
  ...['ecr.api', 'ecr.dkr', 'logs', 'monitoring', 'xray', 'events', 'states', 'lambda', 'codebuild', 'cloudformation'],
  ...['ecs', 'ecs-agent', 'ecs-telemetry', 'ec2', 'ec2messages', 'ssm', 'ssmmessages', 'elasticloadbalancing', 'autoscaling'],
  ...['application-autoscaling', 'servicediscovery', 'secretsmanager', 'kms', 'sts', 'sqs', 'sns', 'kinesis-streams'],
  ...['kinesis-firehose', 'execute-api', 's3', 'dynamodb'],
];
const gatewayServices = ['s3', 'dynamodb'];

/** Where the name in the URL is another than the one in the service's name. */
const hosts: Readonly<Record<string, string>> = {
  'ecr.dkr': '*.dkr.ecr',
  'ecs-agent': 'ecs-a',
  'ecs-telemetry': 'ecs-t',
  'kinesis-streams': 'kinesis',
  'kinesis-firehose': 'firehose',
  'execute-api': '*.execute-api',
};

export interface EndpointService {
  readonly name: string;
  readonly type: 'Gateway' | 'Interface';
  readonly privateDnsName?: string;
  /** The zones in which it takes an endpoint. */
  readonly zoneNames: readonly string[];
}

/** All of them; the knob `ec2.endpoint-zones` says by short name (`codebuild`) which zone ids alone one is offered in. */
export function endpointServices(context: Pick<Context, 'region' | 'knob'>): readonly EndpointService[] {
  const { region } = context;
  const offered = (context.knob('ec2.endpoint-zones') ?? {}) as Readonly<Record<string, readonly string[]>>;
  const zones = availabilityZones(region);
  const namesOf = (zoneIds: readonly string[] | undefined) =>
    zones.filter(({ ZoneId }) => zoneIds?.includes(ZoneId) ?? true).map(({ ZoneName }) => ZoneName);
  const everywhere = namesOf(undefined);
  const full = (short: string) => `com.amazonaws.${region}.${short}`;
  return [
    ...gatewayServices.map((short): EndpointService => ({ name: full(short), type: 'Gateway', zoneNames: everywhere })),
    ...interfaceServices.map((short): EndpointService => {
      const zoneNames = offered[short] ? namesOf(offered[short]) : everywhere;
      return { name: full(short), type: 'Interface', privateDnsName: privateDnsName(short, region), zoneNames };
    }),
  ];
}

/** The managed prefix list a gateway endpoint routes by: the same ids as AWS's in eu-west-1. */
export function prefixListId(serviceName: string): string {
  return /(^|\.)s3$/.test(serviceName) ? 'pl-6da54004' : 'pl-6fa54006';
}

function privateDnsName(short: string, region: string): string {
  return `${hosts[short] ?? short.split('.').reverse().join('.')}.${region}.amazonaws.com`;
}
