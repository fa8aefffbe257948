import type { DrawnNetwork } from './drawn-network.ts';

/** Fargate asks for the service by its regional name; without private DNS that name is public, endpoint or not. */
export const privateDnsOff: DrawnNetwork = {
  title: 'an endpoint without private DNS',
  vpc: { dnsHostnames: true },
  tables: { public: 'igw', nat: 'nat', isolated: undefined },
  subnets: {
    public: { cidr: '10.0.0.0/24', zone: 'a', table: 'public' },
    nat: { cidr: '10.0.1.0/24', zone: 'a', table: 'nat' },
    isolated: { cidr: '10.0.2.0/24', zone: 'a', table: 'isolated' },
  },
  nats: { nat: { subnet: 'public' } },
  endpoints: [
    { service: 'ecr.api', subnets: ['isolated'], groups: ['endpoint'], privateDns: false },
    { service: 'sqs', subnets: ['isolated'], groups: ['endpoint'] },
  ],
  groups: { task: {}, endpoint: { in: ['443 from task'] } },
  interfaces: {
    isolated: { subnet: 'isolated', groups: ['task'] },
    nat: { subnet: 'nat', groups: ['task'] },
  },
  verdicts: [
    ['isolated', 'ecr.api', /no endpoint for ecr\.api in vpc, and the route table of isolated/],
    ['nat', 'ecr.api', 'nat-gateway'],
    ['isolated', 'sqs', 'interface-endpoint'],
    ['nat', 'sqs', 'interface-endpoint'],
  ],
};

/** With DNS hostnames off the hosted zones of the endpoints mean nothing; gateway endpoints need no names. */
export const dnsHostnamesOff: DrawnNetwork = {
  ...privateDnsOff,
  title: 'DNS hostnames off in a VPC with endpoints',
  vpc: { dnsHostnames: false },
  endpoints: [...(privateDnsOff.endpoints ?? []), { service: 's3', tables: ['isolated'] }],
  verdicts: [
    ['isolated', ['sqs', 'ecr.api'], /no endpoint for/],
    ['nat', 'sqs', 'nat-gateway'],
    ['isolated', 's3', 'gateway-endpoint'],
  ],
};

/** Without the Amazon resolver there are no names at all: addresses are all that works. */
export const dnsSupportOff: DrawnNetwork = {
  ...privateDnsOff,
  title: 'DNS support off',
  vpc: { dnsHostnames: true, dnsSupport: false },
  groups: { ...privateDnsOff.groups, task: { in: ['80 from task'] } },
  verdicts: [
    ['nat', ['internet', 'sqs', 's3'], /DNS support off/],
    ['nat', 'isolated:80', 'local'],
  ],
};
