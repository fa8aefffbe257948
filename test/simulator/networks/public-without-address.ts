import type { DrawnNetwork } from './drawn-network.ts';

/** An internet gateway translates public addresses; to whoever has none it is a wall. */
export const publicWithoutAddress: DrawnNetwork = {
  title: 'a public subnet, and a task without a public address',
  vpc: {},
  tables: { public: 'igw', private: 'nat' },
  subnets: {
    public: { cidr: '10.0.0.0/24', zone: 'a', table: 'public' },
    private: { cidr: '10.0.1.0/24', zone: 'a', table: 'private' },
  },
  nats: { nat: { subnet: 'public' } },
  groups: { task: { in: ['80 from 0.0.0.0/0'] } },
  interfaces: {
    bare: { subnet: 'public', groups: ['task'] },
    lost: { subnet: 'private', groups: ['task'], publicIp: true },
  },
  verdicts: [
    ['bare', ['internet', 'ecr.api', 's3'], /the interface in public has no public IP address for igw/],
    ['internet', 'bare:80', /no public IP address/],
    // A public address behind a NAT gateway: it gets out, and nobody gets in.
    ['lost', 'internet', 'nat-gateway'],
    ['internet', 'lost:80', /private has no route to an attached internet gateway, but to nat/],
  ],
};
