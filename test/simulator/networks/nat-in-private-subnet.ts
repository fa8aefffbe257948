import type { DrawnNetwork } from './drawn-network.ts';

/** A NAT gateway leaves by the table of its own subnet: here one leads back to itself, one nowhere, one is gone. */
export const natInPrivateSubnet: DrawnNetwork = {
  title: 'NAT gateways that lead nowhere, beside one that works',
  vpc: {},
  tables: { public: 'igw', circle: 'natCircle', cut: 'natCut', gone: 'natGone', good: 'natGood' },
  subnets: {
    public: { cidr: '10.0.0.0/24', zone: 'a', table: 'public' },
    circle: { cidr: '10.0.1.0/24', zone: 'a', table: 'circle' },
    alone: { cidr: '10.0.2.0/24', zone: 'a' },
    cut: { cidr: '10.0.3.0/24', zone: 'a', table: 'cut' },
    gone: { cidr: '10.0.4.0/24', zone: 'b', table: 'gone' },
    good: { cidr: '10.0.5.0/24', zone: 'c', table: 'good' },
  },
  nats: {
    natCircle: { subnet: 'circle' },
    natCut: { subnet: 'alone' },
    natGone: { subnet: 'public', state: 'deleted' },
    natGood: { subnet: 'public' },
  },
  groups: { task: {} },
  interfaces: {
    circle: { subnet: 'circle', groups: ['task'] },
    cut: { subnet: 'cut', groups: ['task'] },
    gone: { subnet: 'gone', groups: ['task'] },
    good: { subnet: 'good', groups: ['task'] },
  },
  verdicts: [
    ['circle', ['internet', 's3'], /natCircle is in circle, whose route table has no route to an attached internet gateway/],
    ['cut', 'internet', /natCut is in alone, whose route table/],
    ['gone', 'internet', /natGone is deleted/],
    ['good', ['internet', 's3', 'ecr.api'], 'nat-gateway'],
  ],
};
