import type { DrawnNetwork } from './drawn-network.ts';

/** Groups that say where they may go, and forget something. */
export const egressNarrowed: DrawnNetwork = {
  title: 'egress narrowed to the prefix list, to the endpoints, and to both',
  vpc: { dnsHostnames: true },
  tables: { public: 'igw', isolated: undefined, nat: 'nat' },
  subnets: {
    public: { cidr: '10.0.0.0/24', zone: 'a', table: 'public' },
    isolated: { cidr: '10.0.1.0/24', zone: 'a', table: 'isolated' },
    nat: { cidr: '10.0.2.0/24', zone: 'a', table: 'nat' },
  },
  nats: { nat: { subnet: 'public' } },
  endpoints: [
    { service: 's3', tables: ['isolated'] },
    { service: 'dynamodb', tables: ['isolated'] },
    { service: 'ecr.api', subnets: ['isolated'], groups: ['endpoint'] },
  ],
  groups: {
    endpoint: { in: ['443 from 10.0.0.0/16'] },
    list: { out: ['443 to pl-6da54004'] },
    endpoints: { out: ['443 to endpoint'] },
    http: { out: ['80 to 0.0.0.0/0'], in: ['80 from http'] },
  },
  interfaces: {
    list: { subnet: 'isolated', groups: ['list'] },
    listNat: { subnet: 'nat', groups: ['list'] },
    endpoints: { subnet: 'isolated', groups: ['endpoints'] },
    both: { subnet: 'isolated', groups: ['list', 'endpoints'] },
    http: { subnet: 'nat', groups: ['http'] },
  },
  verdicts: [
    ['list', 's3', 'gateway-endpoint'],
    ['list', 'dynamodb', /no egress rule of list allows 443 to the prefix list of vpce-dynamodb/],
    ['list', 'ecr.api', /no egress rule of list allows 443 to vpce-ecr\.api/],
    // The list has S3's public addresses, whichever way they are reached.
    ['listNat', 's3', 'nat-gateway'],
    ['listNat', 'internet', /no egress rule of list allows 443 to 0\.0\.0\.0\/0/],
    ['endpoints', 'ecr.api', 'interface-endpoint'],
    ['endpoints', 's3', /no egress rule of endpoints allows 443 to the prefix list/],
    ['both', 'ecr.api', 'interface-endpoint'],
    ['both', 's3', 'gateway-endpoint'],
    ['http', ['internet', 'ecr.api'], /no egress rule of http allows 443/],
    ['http', 'http:80', 'local'],
    ['both', 'http:80', /no egress rule of list, endpoints allows 80 to http/],
  ],
};
