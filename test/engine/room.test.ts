import { describe, expect, it } from 'vitest';
import type { Ec2State } from '../../simulator/ec2/ec2-state.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { begunAfterTheFence } from './support-facts.ts';
import { givesBack, takes } from './support-theirs.ts';

const allVpcs = (world: TestWorld) => takes(world, 5, 'AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' });
const allAddresses = (world: TestWorld) => takes(world, 5, 'AWS::EC2::EIP', { Domain: 'vpc' });
const planned = async (world: TestWorld, name: string, spec: object) =>
  (await world.request<{ accepted: boolean; refused?: string }>('POST', '/plans', { name, spec })).body;

describe('what the account has no room for', () => {
  it('is said by a plan, and fails a create before anything is made', async () => {
    const world = await givenWorld();
    await allVpcs(world);

    const plan = await planned(world, 'hello', demoSpec);
    const operation = await world.ended(await world.put('hello', demoSpec));

    const said = 'QUOTA_VPC: 5 of 5 “VPCs per Region” are in use, this needs 1 more';
    expect(plan).toMatchObject({ accepted: false, refused: said });
    expect(operation).toMatchObject({ status: 'FAILED', attempts: [], diagnosis: { code: 'QUOTA_VPC', evidence: [said] } });
    expect(operation.diagnosis?.remedy).toContain('--service-code vpc --quota-code L-F678F1CE');
    expect(operation.phases.filter(({ status }) => status === 'FAILED').map(({ phase }) => phase)).toEqual(['PLAN']);
    await givesBack(world);
    expect(await unsettled(world)).toEqual([]);
    expect(await world.ended(await world.put('hello', demoSpec))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('is said all at once', async () => {
    const world = await givenWorld();
    await allAddresses(world);
    world.region.setKnob('ec2.vpc-quota', 0);
    world.region.setKnob('ec2.gateway-endpoint-quota', 0);

    const { refused } = await planned(world, 'hello', { ...demoSpec, network: { nat: 'perZone' } });

    expect(refused?.split('; ').map((one) => one.split(' “')[0])).toEqual([
      'QUOTA_VPC: 0 of 0',
      'QUOTA_ELASTIC_IP: 5 of 5',
      'QUOTA_GATEWAY_ENDPOINT: 0 of 0',
    ]);
    expect(refused).toContain('“EC2-VPC Elastic IPs” are in use, this needs 2 more');
  });

  it('is counted zone by zone for NAT gateways', async () => {
    const world = await givenWorld();
    world.region.setKnob('ec2.nat-quota', 1);
    await world.ended(await world.put('hello', demoSpec));

    const { refused } = await planned(world, 'other', demoSpec);
    const operation = await world.ended(await world.put('other', demoSpec));

    expect(refused).toMatch(
      /^QUOTA_NAT_GATEWAY: 1 of 1 “NAT gateways per Availability Zone” are in use in euw1-az\d, this needs 1 more$/,
    );
    expect(operation).toMatchObject({ status: 'FAILED', attempts: [], diagnosis: { code: 'QUOTA_NAT_GATEWAY' } });
    expect(await planned(world, 'inside', { egress: 'endpoints', ...demoSpec })).toMatchObject({ accepted: true });
  });

  it('is not what the environment itself holds, while it is made or removed', async () => {
    const world = await givenWorld();
    world.region.setKnob('ec2.vpc-quota', 1);
    const id = await world.put('hello', demoSpec);
    const holds = () => Object.keys(world.region.context.state<Ec2State>('EC2').vpcs).length === 1;
    await world.until(holds);

    expect(await planned(world, 'hello', demoSpec)).toMatchObject({ accepted: true });
    await world.ended(id);
    const { operation } = (await world.request<{ operation: string }>('DELETE', '/environments/hello')).body;
    expect(await planned(world, 'hello', demoSpec)).toMatchObject({ accepted: true });
    await world.ended(operation);
  });

  it('stops an update that needs more of it, and the revision before goes on serving', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('hello', demoSpec));
    world.region.setKnob('ec2.address-quota', 1);

    const operation = await world.ended(await world.put('hello', { ...demoSpec, network: { nat: 'perZone' } }));

    expect(operation).toMatchObject({ status: 'FAILED', attempts: [], diagnosis: { code: 'QUOTA_ELASTIC_IP' } });
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  });

  it('stops no change that needs no more than what runs, which asks nobody', async () => {
    let asked = 0;
    const before = ({ operation }: { readonly operation: string }) => {
      if (operation === 'GetServiceQuota') asked += 1;
    };
    const world = await givenWorld({ hook: { before } });
    await world.ended(await world.put('hello', demoSpec));
    for (const knob of ['ec2.vpc-quota', 'ec2.address-quota', 'ec2.nat-quota', 'ec2.gateway-endpoint-quota'])
      world.region.setKnob(knob, 0);
    const first = asked;

    const update = { ...demoSpec, services: { ...demoSpec.services, two: { image: 'nginx:1.27', port: 80 } } };
    expect(await world.ended(await world.put('hello', update))).toMatchObject({ status: 'SUCCEEDED' });
    expect(first).toBeGreaterThan(0);
    expect(asked).toBe(first);
  });

  it.each(['serviceQuotas.denied', 'serviceQuotas.onlyDefaults'])('is found by AWS itself when %s', async (knob) => {
    const world = await givenWorld();
    world.region.setKnob(knob, true);
    await allAddresses(world);

    const operation = await world.ended(await world.put('hello', demoSpec));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'QUOTA_ELASTIC_IP' } });
    expect(operation.phases.find(({ phase }) => phase === 'FOUNDATION')?.status).toBe('FAILED');
    expect(begunAfterTheFence(operation)).toEqual([]);
    await givesBack(world);
    expect(await unsettled(world)).toEqual([]);
    expect(await world.ended(await world.put('hello', demoSpec))).toMatchObject({ status: 'SUCCEEDED' });
  });

  it.each([
    ['ec2.vpc-quota', 'QUOTA_VPC'],
    ['ec2.nat-quota', 'QUOTA_NAT_GATEWAY'],
    ['ec2.gateway-endpoint-quota', 'QUOTA_GATEWAY_ENDPOINT'],
  ])('has the same code when another was quicker: %s', async (knob, code) => {
    const world = await givenWorld();
    const id = await world.put('hello', demoSpec);
    await world.until(async () => (await world.operation(id)).attempts.length > 0);
    world.region.setKnob(knob, 0);

    expect(await world.ended(id)).toMatchObject({ status: 'FAILED', diagnosis: { code } });
    expect(await unsettled(world)).toEqual([]);
  });
});
