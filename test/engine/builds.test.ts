import { describe, expect, it } from 'vitest';
import type { Accepted } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import { inventory } from '../../simulator/inventory.ts';
import type { StepFunctionsState } from '../../simulator/step-functions/step-functions-state.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { begunAfterTheFence, inFlight } from './support-facts.ts';
import { serves } from './support-standing.ts';

const buildsOf = ({ region }: TestWorld) => Object.values(region.context.state<CodeBuildState>('CodeBuild').builds);
const served = async (spec: Spec) => {
  const world = await givenWorld();
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
};
const digests = (world: TestWorld) => new Set(serves(world).flatMap((service) => service.digests));

describe('an image', () => {
  it('two services build from one source is built once', async () => {
    const world = await served({ ...demoSpec, services: { one: { build: 'custom' }, two: { build: 'custom' } } });

    expect(buildsOf(world)).toHaveLength(1);
    expect(inventory(world.region)).toMatchObject({ 'AWS::ECR::Repository': 1, 'AWS::ECS::Service': 2 });
    expect(digests(world).size).toBe(1);
  });

  it('two services mirror is copied once, into one repository', async () => {
    const services = { one: { image: 'nginx:1.27' }, two: { image: 'docker.io/library/nginx:1.27' } };
    const world = await served({ ...demoSpec, builds: {}, services });

    expect(buildsOf(world)).toHaveLength(1);
    expect(inventory(world.region)).toMatchObject({ 'AWS::ECR::Repository': 1, 'AWS::ECS::Service': 2 });
    expect(digests(world).size).toBe(1);
  });

  it('that is not mirrored is pulled in place', async () => {
    const world = await served({ services: { web: { image: 'nginx:1.27', mirror: false } } });

    expect(buildsOf(world)).toEqual([]);
    expect(inventory(world.region)).toMatchObject({ 'AWS::ECR::Repository': 0, 'AWS::CloudFormation::Stack': 2 });
    expect((await world.environment('hello')).outputs?.services.web?.image).toBe('nginx:1.27');
  });
});

it('two creates with one Idempotency-Key, at once and later, are one operation and one execution', async () => {
  const world = await givenWorld();
  const ask = () => world.request<Accepted>('PUT', '/environments/hello', demoSpec, { 'idempotency-key': 'mine' });

  const answers = await Promise.all([ask(), ask()]);
  answers.push(await ask());

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  const [operation = '', ...others] = [...new Set(answers.map(({ body }) => body.operation))];
  expect(others).toEqual([]);
  await world.ended(operation);
  expect((await ask()).body.operation).toBe(operation);
  const { executions } = world.region.context.state<StepFunctionsState>('SFN');
  expect(Object.values(executions).map(({ name }) => name)).toEqual([operation]);
  expect(buildsOf(world)).toHaveLength(2);
  expect(await unsettled(world)).toEqual([]);
});

describe('a build', () => {
  it('that never leaves the queue fails the create and is cleaned up', async () => {
    const world = await givenWorld();
    world.region.setKnob('codebuild.concurrency', 0);

    const operation = await world.ended(await world.put('hello', demoSpec));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'BUILD_QUEUE_FULL' } });
    expect([begunAfterTheFence(operation), inFlight(world)]).toEqual([[], []]);
    expect(await unsettled(world)).toEqual([]);
  });

  it('the account has no slot for is given up at the deadline, and not before', async () => {
    const world = await givenWorld();
    world.region.setKnob('codebuild.accountLimit', 0);
    const id = await world.put('hello', demoSpec);
    await world.until(async () => (await world.operation(id)).waits.some(({ kind }) => kind === 'build'));
    const [wait] = (await world.operation(id)).waits.filter(({ kind }) => kind === 'build');

    const operation = await world.ended(id);

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'PHASE_DEADLINE' } });
    expect(operation.diagnosis?.sentence).toMatch(/^BUILD did not finish in time: /);
    const late = Date.parse(operation.causes[0]?.at ?? '') - Date.parse(wait?.givesUpAt ?? '');
    expect(late).toBeGreaterThan(0);
    expect(late).toBeLessThan(60_000);
    expect([begunAfterTheFence(operation), inFlight(world)]).toEqual([[], []]);
    expect(await unsettled(world)).toEqual([]);
  });

  it('that finds a slot a quarter of an hour later goes on', async () => {
    const world = await givenWorld();
    world.region.setKnob('codebuild.accountLimit', 0);
    const id = await world.put('hello', demoSpec);
    await world.passes(15);
    expect((await world.operation(id)).waits.map(({ detail }) => detail).join()).toContain('waits for a free builder');

    world.region.setKnob('codebuild.accountLimit', undefined);

    expect(await world.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await unsettled(world)).toEqual([]);
  });

  it('that fails beside another one that fails keeps both causes', async () => {
    const world = await givenWorld();
    world.region.setKnob('events.lost', true);
    const services = { one: { image: 'nginx:nope' }, two: { image: 'httpd:nope' }, three: { image: 'busybox:nope' } };

    const operation = await world.ended(await world.put('hello', { ...demoSpec, builds: {}, services }));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'IMAGE_NOT_FOUND' } });
    expect(operation.causes.map(({ phase }) => phase)).toEqual(['BUILD', 'BUILD', 'BUILD']);
    expect(await unsettled(world)).toEqual([]);
  });
});

describe('a delete', () => {
  it('that something of somebody else’s stops ends STUCK with what to do, unlocked, and works once it is gone', async () => {
    const world = await served(demoSpec);
    const { region } = world;
    const { Subnets } = region.call('EC2', 'DescribeSubnets', {}) as { Subnets: { SubnetId: string }[] };
    const theirs = region.call('EC2', 'CreateNetworkInterface', { SubnetId: Subnets[0]?.SubnetId }) as {
      NetworkInterfaceId: string;
    };
    const remove = () => world.request<Accepted>('DELETE', '/environments/hello');

    const operation = await world.ended((await remove()).body.operation);

    expect(operation).toMatchObject({ kind: 'DELETE', status: 'FAILED' });
    const environment = await world.environment('hello');
    expect(environment).toMatchObject({ status: 'STUCK', lastOperation: operation.id });
    expect(environment.operation).toBeUndefined();
    expect(environment.stuck).toBe(
      'moorage-hello-foundation is DELETE_FAILED: aws cloudformation delete-stack --stack-name moorage-hello-foundation, then DELETE the environment',
    );
    expect(environment.lastFailure?.sentence).toMatch(/moorage-hello-foundation|foundation stack|dependenc/i);
    expect(inFlight(world)).toEqual([]);
    region.call('EC2', 'DeleteNetworkInterface', theirs);
    expect(await world.ended((await remove()).body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await world.request('GET', '/environments/hello')).status).toBe(404);
    expect(await unsettled(world)).toEqual([]);
  });
});
