import { describe, expect, test } from 'vitest';
import type { Ec2State } from '../../../simulator/ec2/ec2-state.ts';
import { type NetworkPath, type Origin, pathToInternet, pathToService } from '../../../simulator/network-path.ts';
import { pathBetween, pathFromInternet } from '../../../simulator/path-to-interface.ts';
import { publicSubnets } from './018-public-subnets.ts';
import { natBesideEndpoints } from './068-nat-beside-endpoints.ts';
import { noLogsEndpoint } from './086-no-logs-endpoint.ts';
import { ownGroup, twoWaysOut } from './127-two-ways-out.ts';
import { drawNetwork } from './draw-network.ts';
import type { DrawnNetwork } from './drawn-network.ts';
import { egressNarrowed } from './egress-narrowed.ts';
import { endpointOnWrongPort } from './endpoint-on-wrong-port.ts';
import { gatewayEndpointsByTable } from './gateway-endpoints-by-table.ts';
import { natInPrivateSubnet } from './nat-in-private-subnet.ts';
import { dnsHostnamesOff, dnsSupportOff, privateDnsOff } from './private-dns-off.ts';
import { publicWithoutAddress } from './public-without-address.ts';
import { endpointsByCidr } from './s4-endpoints-by-cidr.ts';

const networks = [
  ...[publicSubnets, natBesideEndpoints, twoWaysOut, ownGroup, endpointsByCidr, noLogsEndpoint],
  ...[publicWithoutAddress, natInPrivateSubnet, privateDnsOff, dnsHostnamesOff, dnsSupportOff, endpointOnWrongPort],
  ...[gatewayEndpointsByTable, egressNarrowed],
];

const cases = networks.flatMap((network) =>
  network.verdicts.flatMap(([from, to, outcome]) =>
    [to].flat().map((destination) => ({ title: network.title, network, from, to: destination, outcome })),
  ),
);

function interfaceOf({ interfaces }: DrawnNetwork, name: string): Origin {
  const found = interfaces[name];
  if (!found) throw new Error(`${name} is not in the drawing`);
  return { subnetId: found.subnet, groupIds: found.groups, publicIp: found.publicIp ?? false };
}

function pathOf(network: DrawnNetwork, ec2: Ec2State, from: string, to: string): NetworkPath {
  const [target = '', port] = to.split(':');
  if (from === 'internet') return pathFromInternet(ec2, interfaceOf(network, target), Number(port));
  const origin = interfaceOf(network, from);
  if (port !== undefined) return pathBetween(ec2, origin, interfaceOf(network, target), Number(port));
  return to === 'internet' ? pathToInternet(ec2, origin) : pathToService(ec2, origin, to, 'eu-west-1');
}

describe('a network drawn by hand', () => {
  test.each(cases)('$title: from $from to $to', ({ network, from, to, outcome }) => {
    const path = pathOf(network, drawNetwork(network), from, to);
    if (typeof outcome === 'string') expect(path).toEqual({ open: true, via: outcome });
    else expect(path).toMatchObject({ open: false, broken: expect.stringMatching(outcome) });
  });

  test('falls back to the main table when the association of a subnet is gone', () => {
    const ec2 = drawNetwork(twoWaysOut);
    const one = interfaceOf(twoWaysOut, 'one');
    for (const table of Object.values(ec2.routeTables)) delete table.associations['assoc-container1'];
    expect(pathToInternet(ec2, one)).toMatchObject({ broken: expect.stringContaining('no route to 0.0.0.0/0') });
    ec2.routeTables.main?.routes.push({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat' });
    expect(pathToInternet(ec2, one)).toEqual({ open: true, via: 'nat-gateway' });
  });

  test('gives an interface without groups the default group of its VPC', () => {
    const ec2 = drawNetwork({ ...twoWaysOut, groups: { ...twoWaysOut.groups, default: { in: ['* from default'] } } });
    const bare = { ...interfaceOf(twoWaysOut, 'one'), groupIds: [] };
    expect(pathBetween(ec2, bare, bare, 80)).toEqual({ open: true, via: 'local' });
    expect(pathToService(ec2, bare, 'logs', 'eu-west-1')).toMatchObject({ broken: expect.stringContaining('not admit default') });
  });

  test('leads nowhere through a gateway of another VPC', () => {
    const ec2 = drawNetwork(twoWaysOut);
    const one = interfaceOf(twoWaysOut, 'one');
    const nat = ec2.natGateways.nat;
    if (nat) nat.VpcId = 'vpc-2';
    expect(pathToInternet(ec2, one)).toMatchObject({ broken: 'NAT gateway nat is in vpc-2' });
    if (nat) nat.VpcId = 'vpc';
    const igw = ec2.internetGateways.igw;
    if (igw) igw.attachedVpcId = 'vpc-2';
    expect(pathToInternet(ec2, one)).toMatchObject({ broken: expect.stringContaining('nat is in public, whose route table') });
    const open = { ...one, subnetId: 'public', publicIp: true };
    expect(pathToInternet(ec2, open)).toMatchObject({ broken: 'igw is not attached to vpc' });
    expect(pathFromInternet(ec2, open, 80)).toMatchObject({ broken: expect.stringContaining('but to igw') });
  });

  test('has no way between two VPCs', () => {
    const ec2 = drawNetwork(publicSubnets);
    const two = ec2.subnets.public2;
    if (two) two.VpcId = 'vpc-2';
    const [from, to] = [interfaceOf(publicSubnets, 'one'), interfaceOf(publicSubnets, 'two')];
    expect(pathBetween(ec2, from, to, 80)).toMatchObject({ broken: 'public1 is in vpc, and public2 in vpc-2' });
  });
});
