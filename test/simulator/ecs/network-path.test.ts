import { describe, expect, test } from 'vitest';
import { pathToInternet, pathToService } from '../../../simulator/network-path.ts';
import { addEndpoint, natNetwork } from './container-world.ts';

const inPrivate = { subnetId: 'subnet-private', groupIds: ['sg-task'], publicIp: false };
const inPublic = { subnetId: 'subnet-public', groupIds: ['sg-task'], publicIp: true };

/** No NAT: what is left is what the endpoints give. */
function isolated() {
  const network = natNetwork();
  network.natGateways = {};
  network.routeTables['rtb-private']?.routes.pop();
  return network;
}

function complete() {
  const network = isolated();
  for (const service of ['ecr.api', 'ecr.dkr', 'logs']) addEndpoint(network, service);
  addEndpoint(network, 's3', { VpcEndpointType: 'Gateway', RouteTableIds: ['rtb-private'], GroupIds: [], SubnetIds: [] });
  return network;
}

const reasonOf = (path: { open: boolean; broken?: string }) => (path.open ? 'open' : path.broken);

describe('the internet', () => {
  test('is reached from a private subnet through its NAT gateway', () => {
    expect(pathToInternet(natNetwork(), inPrivate)).toEqual({ open: true, via: 'nat-gateway' });
  });
  test('is not reached through a NAT gateway whose own subnet has no internet gateway route', () => {
    const network = natNetwork();
    network.routeTables['rtb-public']?.routes.pop();
    expect(reasonOf(pathToInternet(network, inPrivate))).toContain('NAT gateway nat-1 is in subnet-public, whose route table');
  });
  test('is not reached through a NAT gateway that is still pending', () => {
    const network = natNetwork();
    const nat = network.natGateways['nat-1'];
    if (nat) nat.State = 'pending';
    expect(reasonOf(pathToInternet(network, inPrivate))).toBe('NAT gateway nat-1 is pending');
  });
  test('is reached from a public subnet with a public address', () => {
    expect(pathToInternet(natNetwork(), inPublic)).toEqual({ open: true, via: 'internet-gateway' });
  });
  test('is not reached from a public subnet without a public address', () => {
    expect(reasonOf(pathToInternet(natNetwork(), { ...inPublic, publicIp: false }))).toContain('no public IP address');
  });
  test('is not reached through an internet gateway that is not attached', () => {
    const network = natNetwork();
    network.internetGateways = {};
    expect(reasonOf(pathToInternet(network, inPublic))).toContain('igw-1 is not attached');
  });
  test('is not reached by a group without egress', () => {
    const network = natNetwork();
    const group = network.securityGroups['sg-task'];
    if (group) group.egress = [];
    expect(reasonOf(pathToInternet(network, inPrivate))).toContain('no egress rule of sg-task');
  });
  test('has no names in a VPC with DNS support off', () => {
    const network = natNetwork();
    const vpc = network.vpcs['vpc-1'];
    if (vpc) vpc.EnableDnsSupport = false;
    expect(reasonOf(pathToInternet(network, inPrivate))).toBe('vpc-1 has DNS support off');
  });
});

describe('an AWS service', () => {
  test.each(['ecr.api', 'ecr.dkr', 'logs'])('%s is reached through its interface endpoint', (service) => {
    expect(pathToService(complete(), inPrivate, service, 'eu-west-1')).toEqual({ open: true, via: 'interface-endpoint' });
  });
  test('s3 is reached through a gateway endpoint in the table of the subnet', () => {
    expect(pathToService(complete(), inPrivate, 's3', 'eu-west-1')).toEqual({ open: true, via: 'gateway-endpoint' });
  });
  test('s3 is not reached through a gateway endpoint in another table', () => {
    const network = complete();
    addEndpoint(network, 's3', { VpcEndpointType: 'Gateway', RouteTableIds: ['rtb-public'] });
    expect(reasonOf(pathToService(network, inPrivate, 's3', 'eu-west-1'))).toContain('vpce-s3 is not in the route table');
  });
  test('without endpoint and without internet is not reached', () => {
    const network = complete();
    delete network.vpcEndpoints['vpce-ecr.api'];
    expect(reasonOf(pathToService(network, inPrivate, 'ecr.api', 'eu-west-1'))).toContain('no endpoint for ecr.api in vpc-1');
  });
  test('is not reached by a client its endpoint group forgets', () => {
    const path = pathToService(complete(), { ...inPrivate, groupIds: ['sg-other'] }, 'logs', 'eu-west-1');
    expect(reasonOf(path)).toBe('sg-endpoint of vpce-logs does not admit sg-other on 443');
  });
  test('is reached by egress to the group of its endpoint or to a prefix list, and by no egress that leads elsewhere', () => {
    const network = complete();
    const on443 = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
    const pathBy = (service: string, target: object) => {
      const group = network.securityGroups['sg-task'];
      if (group) group.egress = [{ ...on443, ...target }];
      return reasonOf(pathToService(network, inPrivate, service, 'eu-west-1'));
    };
    expect(pathBy('logs', { CidrIp: '192.168.0.0/16' })).toBe('no egress rule of sg-task allows 443 to vpce-logs');
    expect(pathBy('logs', { GroupId: 'sg-endpoint' })).toBe('open');
    expect(pathBy('s3', { CidrIp: '192.168.0.0/16' })).toContain('allows 443 to the prefix list of vpce-s3');
    expect(pathBy('s3', { PrefixListId: 'pl-6da54004' })).toBe('open');
  });
  test('is captured by private DNS for a subnet that has a NAT gateway too', () => {
    const network = natNetwork();
    addEndpoint(network, 'logs', { SubnetIds: ['subnet-public'] });
    expect(pathToService(network, { ...inPrivate, groupIds: ['sg-other'] }, 'logs', 'eu-west-1').open).toBe(false);
  });
  test('is not captured by an endpoint without private DNS', () => {
    const network = natNetwork();
    addEndpoint(network, 'logs', { PrivateDnsEnabled: false });
    expect(pathToService(network, inPrivate, 'logs', 'eu-west-1')).toEqual({ open: true, via: 'nat-gateway' });
  });
  test('is reached through an endpoint whose group admits the CIDR of the subnet', () => {
    const network = complete();
    const group = network.securityGroups['sg-endpoint'];
    if (group) group.ingress = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }];
    expect(pathToService(network, { ...inPrivate, groupIds: ['sg-other'] }, 'logs', 'eu-west-1').open).toBe(true);
  });
});
