import type { DrawnNetwork } from './drawn-network.ts';

/**
 * As published: the same task behind NAT and behind endpoints, in one group. The NAT service goes to the endpoints as
 * well, whatever its article says, because private DNS is the whole VPC's; it works because the group is admitted.
 */
export const twoWaysOut: DrawnNetwork = {
  title: '127: the service behind NAT goes to the endpoints too',
  vpc: { dnsHostnames: true },
  tables: { public: 'igw', container1: 'nat', container2: undefined },
  subnets: {
    public: { cidr: '10.0.1.0/24', zone: 'a', table: 'public' },
    container1: { cidr: '10.0.2.0/24', zone: 'a', table: 'container1' },
    container2: { cidr: '10.0.3.0/24', zone: 'c', table: 'container2' },
  },
  nats: { nat: { subnet: 'public' } },
  endpoints: [
    { service: 's3', tables: ['container2'] },
    ...['ssmmessages', 'ecr.dkr', 'ecr.api', 'logs'].map((service) => ({
      ...{ service, subnets: ['container2'], groups: ['endpoint'] },
    })),
  ],
  groups: { container: {}, endpoint: { in: ['443 from container'] } },
  interfaces: {
    one: { subnet: 'container1', groups: ['container'] },
    two: { subnet: 'container2', groups: ['container'] },
  },
  verdicts: [
    ['one', ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'], 'interface-endpoint'],
    ['one', ['s3', 'internet', 'secretsmanager'], 'nat-gateway'],
    ['two', ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'], 'interface-endpoint'],
    ['two', 's3', 'gateway-endpoint'],
    ['two', 'internet', /no route to 0\.0\.0\.0\/0/],
    ['one', 'two:80', /container does not admit container on 80/],
  ],
};

/** The same with a group of its own for the NAT service, which nobody told the endpoints: its pulls break. */
export const ownGroup: DrawnNetwork = {
  ...twoWaysOut,
  title: '127 with a group of its own for the service behind NAT',
  groups: { ...twoWaysOut.groups, alone: {} },
  interfaces: { ...twoWaysOut.interfaces, one: { subnet: 'container1', groups: ['alone'] } },
  verdicts: [
    ['one', ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'], /endpoint of vpce-.* does not admit alone on 443/],
    ['one', ['s3', 'internet', 'secretsmanager'], 'nat-gateway'],
    ['two', ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages'], 'interface-endpoint'],
  ],
};
