/** Services that have an endpoint in every region we know, and how. `s3` has both ways. */
const interfaceServices = [
  ...['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'ssm', 'ssmmessages', 'ec2messages', 'ec2', 'kms', 'sts', 's3'],
  ...['ecs', 'ecs-agent', 'ecs-telemetry', 'elasticloadbalancing', 'monitoring', 'events', 'sqs', 'sns', 'states', 'codebuild'],
];
const gatewayServices = ['s3', 'dynamodb'];

export interface EndpointService {
  readonly name: string;
  readonly type: 'Gateway' | 'Interface';
  readonly privateDnsName?: string;
}

export function endpointServices(region: string): readonly EndpointService[] {
  const full = (short: string) => `com.amazonaws.${region}.${short}`;
  return [
    ...gatewayServices.map((short): EndpointService => ({ name: full(short), type: 'Gateway' })),
    ...interfaceServices.map((short): EndpointService => {
      return { name: full(short), type: 'Interface', privateDnsName: privateDnsName(short, region) };
    }),
  ];
}

/** The managed prefix list a gateway endpoint routes by: the same ids as AWS's in eu-west-1. */
export function prefixListId(serviceName: string): string {
  return serviceName.endsWith('.s3') ? 'pl-6da54004' : 'pl-6fa54006';
}

function privateDnsName(short: string, region: string): string {
  const host = short.split('.').reverse().join('.');
  return short === 'ecr.dkr' ? `*.dkr.ecr.${region}.amazonaws.com` : `${host}.${region}.amazonaws.com`;
}
