import type { DrawnNetwork } from './drawn-network.ts';

/**
 * As published: one service behind NAT, one behind endpoints, a client instance reached through Session Manager. The
 * group of the Systems Manager endpoints admits the client alone, so Exec fails even from behind the NAT gateway.
 */
export const natBesideEndpoints: DrawnNetwork = {
  title: '068: one service behind NAT, one behind endpoints, a client instance',
  vpc: { dnsHostnames: true },
  tables: { public: 'igw', container1: 'nat', container2: undefined },
  subnets: {
    public: { cidr: '10.0.1.0/24', zone: 'a', table: 'public' },
    instance: { cidr: '10.0.2.0/24', zone: 'a' },
    container1: { cidr: '10.0.3.0/24', zone: 'c', table: 'container1' },
    container2: { cidr: '10.0.4.0/24', zone: 'd', table: 'container2' },
  },
  nats: { nat: { subnet: 'public' } },
  endpoints: [
    { service: 's3', tables: ['container2'] },
    { service: 'ssm', subnets: ['instance'], groups: ['endpoint1'] },
    { service: 'ec2messages', subnets: ['instance'], groups: ['endpoint1'] },
    { service: 'ssmmessages', subnets: ['instance'], groups: ['endpoint1'] },
    { service: 'ecr.dkr', subnets: ['container2'], groups: ['endpoint2'] },
    { service: 'ecr.api', subnets: ['container2'], groups: ['endpoint2'] },
  ],
  groups: {
    instance: {},
    container: { in: ['80 from instance'] },
    endpoint1: { in: ['443 from instance'] },
    endpoint2: { in: ['443 from container'] },
  },
  interfaces: {
    client: { subnet: 'instance', groups: ['instance'] },
    one: { subnet: 'container1', groups: ['container'] },
    two: { subnet: 'container2', groups: ['container'] },
  },
  verdicts: [
    ['one', ['internet', 's3', 'logs'], 'nat-gateway'],
    ['one', ['ecr.api', 'ecr.dkr'], 'interface-endpoint'],
    ['two', ['ecr.api', 'ecr.dkr'], 'interface-endpoint'],
    ['two', 's3', 'gateway-endpoint'],
    ['two', 'internet', /route table of container2 has no route to 0\.0\.0\.0\/0/],
    ['two', 'logs', /no endpoint for logs/],
    ['one', 'ssmmessages', /endpoint1 of vpce-ssmmessages does not admit container on 443/],
    ['two', 'ssmmessages', /endpoint1 of vpce-ssmmessages does not admit container on 443/],
    ['client', ['ssm', 'ec2messages', 'ssmmessages'], 'interface-endpoint'],
    ['client', 'ecr.api', /endpoint2 of vpce-ecr\.api does not admit instance/],
    ['client', 'internet', /route table of instance has no route/],
    ['client', ['one:80', 'two:80'], 'local'],
    ['client', 'one:443', /container does not admit instance on 443/],
    ['one', 'client:80', /instance does not admit container on 80/],
    ['internet', 'one:80', /no public IP address/],
  ],
};
