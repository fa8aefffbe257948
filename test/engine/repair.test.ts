import { describe, expect, it } from 'vitest';
import type { Accepted, OperationPage, OperationView, Problem } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { missing, serves } from './support-standing.ts';

const { custom = {}, stock = {} } = demoSpec.services;
/** Its log group is changed before its services fail. */
const failing: Spec = {
  ...demoSpec,
  services: {
    custom: { ...custom, logs: { retentionDays: 30 } },
    stock: { ...stock, image: 'acme/crashes:1' },
  },
};

const repair = (world: TestWorld) => world.request<Accepted & Problem>('POST', '/environments/hello/repair');
const remove = (world: TestWorld) => world.request<Accepted>('DELETE', '/environments/hello');
const builds = ({ attempts }: OperationView) => attempts.filter(({ action }) => action === 'build').map(({ subject }) => subject);
const stackStatuses = ({ region }: TestWorld) =>
  (region.call('CloudFormation', 'DescribeStacks', {}) as { Stacks: { StackName: string; StackStatus: string }[] }).Stacks.map(
    ({ StackName, StackStatus }) => `${StackName} ${StackStatus}`,
  ).sort();

async function givenServing() {
  const world = await givenWorld();
  expect(await world.ended(await world.put('hello', demoSpec))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
}

function logGroupOf({ region }: TestWorld): string {
  const { logGroups } = region.call('CloudWatchLogs', 'DescribeLogGroups', {}) as { logGroups: { logGroupName: string }[] };
  return logGroups.find(({ logGroupName }) => logGroupName.includes('CustomLogGroup'))?.logGroupName ?? '';
}

/** A failed update whose way back was barred: somebody had deleted the log group it had to change back. */
async function givenStuckUpdate(meanwhile: (world: TestWorld) => void = () => {}) {
  const world = await givenServing();
  const logGroupName = logGroupOf(world);
  const id = await world.put('hello', failing);
  await world.until(async () => (await world.operation(id)).status === 'FAILING');
  world.region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName });
  meanwhile(world);
  expect(await world.ended(id)).toMatchObject({ status: 'FAILED' });
  expect(await world.environment('hello')).toMatchObject({ status: 'STUCK', revision: 1 });
  return { world, logGroupName };
}

describe('a repair', () => {
  it('is followed by the rebuild that was asked for before it got stuck', async () => {
    const { world, logGroupName } = await givenStuckUpdate(({ region }) => {
      const Detail = JSON.stringify({ environments: ['hello'] });
      const event = { EventBusName: 'moorage', Source: 'acme.ci', DetailType: 'Rebuild Requested', Detail };
      region.call('EventBridge', 'PutEvents', { Entries: [event] });
    });
    expect((await world.environment('hello')).remembered).toMatchObject([{ kind: 'REBUILD' }]);
    world.region.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName });

    const { body } = await repair(world);
    expect(await world.ended(body.operation)).toMatchObject({ kind: 'REPAIR', status: 'SUCCEEDED' });
    await world.passes(20);

    const { operations } = (await world.request<OperationPage>('GET', '/operations?environment=hello')).body;
    expect(operations.map(({ kind, status }) => `${kind} ${status}`)[0]).toBe('REBUILD SUCCEEDED');
  });

  it('continues a rollback that failed once its cause is mended, and the environment serves as before', async () => {
    const { world, logGroupName } = await givenStuckUpdate();
    expect(stackStatuses(world)).toContain('moorage-hello-foundation UPDATE_ROLLBACK_FAILED');
    world.region.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName });

    const { status, body } = await repair(world);

    expect([status, body.kind]).toEqual([202, 'REPAIR']);
    expect(await world.ended(body.operation)).toMatchObject({ kind: 'REPAIR', status: 'SUCCEEDED' });
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 3, spec: demoSpec });
    expect((await world.environment('hello')).stuck).toBeUndefined();
    expect([missing(world), await unsettled(world)]).toEqual([[], []]);
  });

  it('takes the images that serve, whatever their tags mean by now', async () => {
    const { world, logGroupName } = await givenStuckUpdate();
    const before = serves(world).map(({ digests }) => digests);
    world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': 2 });
    world.region.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName });

    const repaired = await world.ended((await repair(world)).body.operation);

    expect([repaired.status, builds(repaired)]).toEqual(['SUCCEEDED', []]);
    expect(serves(world).map(({ digests }) => digests)).toEqual(before);
  });

  it('makes anew only the image that is gone', async () => {
    const world = await givenServing();
    const { repositories } = world.region.call('ECR', 'DescribeRepositories', {}) as {
      repositories: { repositoryName: string }[];
    };
    const repositoryName = repositories.find((one) => one.repositoryName.includes('custom'))?.repositoryName;
    const { imageIds } = world.region.call('ECR', 'ListImages', { repositoryName }) as { imageIds: { imageDigest: string }[] };
    const digests = imageIds.map(({ imageDigest }) => ({ imageDigest }));
    world.region.call('ECR', 'BatchDeleteImage', { repositoryName, imageIds: digests });

    const repaired = await world.ended((await repair(world)).body.operation);

    expect([repaired.status, builds(repaired)]).toEqual(['SUCCEEDED', [expect.stringMatching(/^custom-/)]]);
  });

  it('that cannot mend it says so and leaves it STUCK, serving; DELETE still works', async () => {
    const { world } = await givenStuckUpdate();

    const operation = await world.ended((await repair(world)).body.operation);

    expect(operation).toMatchObject({ status: 'FAILED' });
    const environment = await world.environment('hello');
    expect(environment).toMatchObject({ status: 'STUCK', revision: 1 });
    expect(environment.stuck).toContain('POST /environments/hello/repair again');
    expect(await world.ended((await remove(world)).body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await unsettled(world)).toEqual([]);
  });

  it.each([
    ['the services', ['services']],
    ['everything', ['services', 'foundation', 'registry']],
  ])('makes %s again that somebody deleted by hand', async (_what, stacks) => {
    const world = await givenServing();
    for (const stack of stacks) {
      world.region.call('CloudFormation', 'DeleteStack', { StackName: `moorage-hello-${stack}` });
      await world.until(() => !stackStatuses(world).some((one) => one.startsWith(`moorage-hello-${stack} `)));
    }

    const { body } = await repair(world);

    const repaired = await world.ended(body.operation);
    expect(repaired).toMatchObject({ status: 'SUCCEEDED' });
    expect(builds(repaired)).toHaveLength(stacks.includes('registry') ? 2 : 0);
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });
    expect([missing(world), await unsettled(world)]).toEqual([[], []]);
  });

  it('brings back what a DELETE that got stuck had half removed', async () => {
    const world = await givenServing();
    const { region } = world;
    const { Subnets } = region.call('EC2', 'DescribeSubnets', {}) as { Subnets: { SubnetId: string }[] };
    const theirs = region.call('EC2', 'CreateNetworkInterface', { SubnetId: Subnets[0]?.SubnetId });
    await world.ended((await remove(world)).body.operation);
    expect(await world.environment('hello')).toMatchObject({ status: 'STUCK' });
    region.call('EC2', 'DeleteNetworkInterface', theirs);

    const { body } = await repair(world);

    expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', spec: demoSpec });
    expect([missing(world), await unsettled(world)]).toEqual([[], []]);
  });

  it('of what is whole changes nothing that serves', async () => {
    const world = await givenServing();
    const before = serves(world);

    const { body } = await repair(world);

    expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect(serves(world)).toEqual(before);
    expect(await unsettled(world)).toEqual([]);
  });

  it('is refused where nothing ever served, and while an operation runs', async () => {
    const world = await givenWorld();
    const id = await world.put('hello', { services: { web: { image: 'nginx:none' } } });
    expect((await repair(world)).body).toMatchObject({ code: 'OPERATION_RUNNING' });
    await world.ended(id);

    expect(await repair(world)).toMatchObject({ status: 409, body: { code: 'NOTHING_TO_REPAIR' } });
    expect((await world.request('POST', '/environments/none/repair')).status).toBe(404);
  });
});
