import type { DrawnNetwork } from './drawn-network.ts';

/** Two services in public subnets, each task with a public address; one image from Docker Hub, one from ECR. */
export const publicSubnets: DrawnNetwork = {
  title: '018: public subnets, public addresses',
  vpc: {},
  tables: { public: 'igw' },
  subnets: {
    public1: { cidr: '10.0.1.0/24', zone: 'a', table: 'public' },
    public2: { cidr: '10.0.2.0/24', zone: 'd', table: 'public' },
  },
  groups: { service: { in: ['80 from 0.0.0.0/0'] } },
  interfaces: {
    one: { subnet: 'public1', groups: ['service'], publicIp: true },
    two: { subnet: 'public2', groups: ['service'], publicIp: true },
  },
  verdicts: [
    ['one', ['internet', 'ecr.api', 'ecr.dkr', 's3', 'logs'], 'internet-gateway'],
    ['two', ['internet', 'ecr.api', 'ecr.dkr', 's3'], 'internet-gateway'],
    ['internet', ['one:80', 'two:80'], 'internet-gateway'],
    ['internet', 'one:8080', /no ingress rule of service admits 0\.0\.0\.0\/0 on 8080/],
    ['one', 'two:80', 'local'],
  ],
};
