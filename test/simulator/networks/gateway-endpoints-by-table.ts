import type { DrawnNetwork } from './drawn-network.ts';

/** Two gateway endpoints of one service on different tables, and a subnet that has neither. */
export const gatewayEndpointsByTable: DrawnNetwork = {
  title: 'gateway endpoints on the right table, on another one, and on the wrong one',
  vpc: { dnsHostnames: true },
  tables: { public: 'igw', one: undefined, two: 'nat', three: undefined },
  subnets: {
    public: { cidr: '10.0.0.0/24', zone: 'a', table: 'public' },
    one: { cidr: '10.0.1.0/24', zone: 'a', table: 'one' },
    two: { cidr: '10.0.2.0/24', zone: 'b', table: 'two' },
    three: { cidr: '10.0.3.0/24', zone: 'c', table: 'three' },
    four: { cidr: '10.0.4.0/24', zone: 'c' },
  },
  nats: { nat: { subnet: 'public' } },
  endpoints: [
    { service: 's3', name: 'first', tables: ['one'] },
    { service: 's3', name: 'second', tables: ['two', 'main'] },
    { service: 'dynamodb', tables: ['three'] },
  ],
  groups: { task: {} },
  interfaces: {
    one: { subnet: 'one', groups: ['task'] },
    two: { subnet: 'two', groups: ['task'] },
    three: { subnet: 'three', groups: ['task'] },
    four: { subnet: 'four', groups: ['task'] },
  },
  verdicts: [
    ['one', 's3', 'gateway-endpoint'],
    ['two', 's3', 'gateway-endpoint'],
    ['four', 's3', 'gateway-endpoint'],
    ['three', 's3', /first is not in the route table of three, and the route table of three has no route/],
    ['three', 'dynamodb', 'gateway-endpoint'],
    ['two', 'dynamodb', 'nat-gateway'],
    ['one', 'dynamodb', /vpce-dynamodb is not in the route table of one/],
  ],
};
