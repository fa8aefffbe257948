import type { DrawnNetwork } from './drawn-network.ts';

/** What an endpoint's group says about the way in decides; what it says about the way out does not, answers pass. */
export const endpointOnWrongPort: DrawnNetwork = {
  title: 'endpoint groups that admit the wrong port, the wrong block, and let nothing out',
  vpc: { dnsHostnames: true },
  tables: { private: undefined },
  subnets: {
    a: { cidr: '10.0.1.0/24', zone: 'a', table: 'private' },
    b: { cidr: '10.0.2.0/24', zone: 'b', table: 'private' },
  },
  endpoints: [
    { service: 'logs', subnets: ['a'], groups: ['http'] },
    { service: 'kms', subnets: ['a'], groups: ['blockOfA'] },
    { service: 'sns', subnets: ['a'], groups: ['mute'] },
    { service: 'ssm', subnets: ['a', 'b'], groups: ['mute'] },
  ],
  groups: {
    task: {},
    toA: { out: ['443 to 10.0.1.0/24'] },
    http: { in: ['80 from task', '443 from http'] },
    blockOfA: { in: ['443 from 10.0.1.0/24'] },
    mute: { in: ['443 from task', '443 from toA'], out: [] },
  },
  interfaces: {
    a: { subnet: 'a', groups: ['task'] },
    b: { subnet: 'b', groups: ['task'] },
    narrow: { subnet: 'a', groups: ['toA'] },
  },
  verdicts: [
    ['a', 'logs', /http of vpce-logs does not admit task on 443/],
    ['a', ['kms', 'sns', 'ssm'], 'interface-endpoint'],
    ['b', 'kms', /blockOfA of vpce-kms does not admit task on 443/],
    // The endpoint has no interface in zone b, and serves it all the same.
    ['b', 'sns', 'interface-endpoint'],
    ['narrow', 'sns', 'interface-endpoint'],
    // Half of the addresses behind the name lie in b, where this group does not let out to.
    ['narrow', 'ssm', /no egress rule of toA allows 443 to vpce-ssm/],
  ],
};
