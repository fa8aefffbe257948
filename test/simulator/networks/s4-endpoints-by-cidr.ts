import type { DrawnNetwork } from './drawn-network.ts';

/** Tasks in two private subnets of one table without any default route, endpoints in both, admitted by the VPC's block. */
export const endpointsByCidr: DrawnNetwork = {
  title: 'S4: endpoints in two zones that admit the block of the VPC',
  vpc: { dnsHostnames: true },
  tables: { public: 'igw', private: undefined },
  subnets: {
    publicA: { cidr: '10.0.0.0/24', zone: 'a', table: 'public' },
    publicC: { cidr: '10.0.1.0/24', zone: 'c', table: 'public' },
    privateA: { cidr: '10.0.2.0/24', zone: 'a', table: 'private' },
    privateC: { cidr: '10.0.3.0/24', zone: 'c', table: 'private' },
  },
  endpoints: [
    { service: 's3', tables: ['private'] },
    ...['ecr.dkr', 'ecr.api', 'logs', 'ssmmessages', 'ssm'].map((service) => ({
      ...{ service, subnets: ['privateA', 'privateC'], groups: ['endpoint'] },
    })),
  ],
  groups: {
    endpoint: { in: ['443 from 10.0.0.0/16'] },
    balancer: { in: ['80 from 0.0.0.0/0'] },
    task: { in: ['80 from balancer'] },
  },
  interfaces: {
    balancer: { subnet: 'publicA', groups: ['balancer'], publicIp: true },
    a: { subnet: 'privateA', groups: ['task'] },
    c: { subnet: 'privateC', groups: ['task'] },
  },
  verdicts: [
    ['a', ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages', 'ssm'], 'interface-endpoint'],
    ['c', ['ecr.api', 'ecr.dkr', 'logs', 'ssmmessages', 'ssm'], 'interface-endpoint'],
    ['c', 's3', 'gateway-endpoint'],
    // Docker Hub, and what has no endpoint.
    ['a', 'internet', /no route to 0\.0\.0\.0\/0/],
    ['a', ['secretsmanager', 'dynamodb'], /no endpoint for/],
    ['internet', 'balancer:80', 'internet-gateway'],
    ['balancer', ['a:80', 'c:80'], 'local'],
    ['internet', 'a:80', /no public IP address/],
    ['a', 'c:80', /task does not admit task on 80/],
    // The table of the public subnets has no gateway endpoint.
    ['balancer', 's3', 'internet-gateway'],
  ],
};
