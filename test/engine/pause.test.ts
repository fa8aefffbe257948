import { describe, expect, it } from 'vitest';
import type { Accepted, EnvironmentHealth, OperationView, Plan, Problem } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { inventory } from '../../simulator/inventory.ts';
import { sampled } from '../support/sampled.ts';
import { withoutRecord } from '../support/without-record.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { endedWatched, lacking, serves, templates } from './support-standing.ts';

const web: Service = { image: 'nginx:1.27', port: 80 };
const plain: Spec = { services: { web } };
const behindNat: Spec = { bastion: true, services: { api: { ...web, allowFrom: ['web', 'bastion'] }, web } };
const behindEndpoints: Spec = { ...behindNat, egress: 'endpoints' };

async function givenServing(...specs: Spec[]) {
  const world = await givenWorld();
  for (const spec of specs) expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  await world.passes(5);
  return world;
}

async function patched(world: TestWorld, patch: object): Promise<OperationView> {
  const { status, body } = await world.request<Accepted & Problem>('PATCH', '/environments/hello', patch);
  expect([status, body.detail]).toEqual([202, undefined]);
  return world.ended(body.operation);
}

async function asked(world: TestWorld, what: string, sent?: object): Promise<OperationView> {
  const { status, body } = await world.request<Accepted & Problem>('POST', `/environments/hello/${what}`, sent);
  expect([status, body.detail]).toEqual([202, undefined]);
  return world.ended(body.operation);
}

const builds = ({ attempts }: OperationView) => attempts.filter(({ action }) => action === 'build');
const tasks = ({ region }: TestWorld) =>
  Object.values(region.context.state<EcsState>('ECS').tasks).filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
const health = async (world: TestWorld) => (await world.request<EnvironmentHealth>('GET', '/environments/hello/health')).body;
const cost = async (world: TestWorld) => (await world.environment('hello')).monthlyCost;
const standing = (world: TestWorld) => inventory(world.region);
/** Tasks that were begun before what they need was there. */
const failedStarts = ({ region }: TestWorld) =>
  Object.values(region.context.state<EcsState>('ECS').tasks).flatMap(({ stoppedReason }) =>
    /ResourceInitialization|CannotPull/.test(stoppedReason ?? '') ? [stoppedReason] : [],
  );

describe('pausing', () => {
  it('stops every task and builds nothing; waking brings back what was, template for template', async () => {
    const world = await givenServing(behindNat);
    const [before, images] = [templates(world), serves(world)];

    const paused = await patched(world, { paused: true });

    expect([paused.kind, paused.status, builds(paused)]).toEqual(['UPDATE', 'SUCCEEDED', []]);
    expect(await world.environment('hello')).toMatchObject({ status: 'PAUSED', revision: 2, effective: { paused: true } });
    await world.passes(5);
    expect(tasks(world)).toBe(0);
    expect(await health(world)).toMatchObject({
      status: 'HEALTHY',
      sentence: 'It is paused: nothing is to run, and so it is.',
      drift: [],
    });

    const woken = await patched(world, { paused: false });

    expect([woken.kind, woken.status, builds(woken)]).toEqual(['UPDATE', 'SUCCEEDED', []]);
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', effective: { paused: false } });
    expect(templates(world)).toEqual(before);
    expect(serves(world)).toEqual(images);
    expect(await health(world)).toMatchObject({ status: 'HEALTHY', drift: [] });
  });

  it('twice is nothing new', async () => {
    const world = await givenServing({ ...plain, paused: true });

    const again = await world.request('PATCH', '/environments/hello', { paused: true });

    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ status: 'PAUSED', revision: 1 })]);
  });

  it.each<['true' | 'withNetwork', Spec['paused'], readonly string[]]>([
    ['true', true, ['NAT gateway', 'public IPv4 address', 'bastion', 'Fargate: api × 0', 'Fargate: web × 0']],
    ['withNetwork', 'withNetwork', ['Fargate: api × 0', 'Fargate: web × 0']],
  ])('to %s leaves to pay for what still stands', async (_name, paused, items) => {
    const world = await givenServing(behindNat);
    const awake = await cost(world);

    await patched(world, { paused });

    const asleep = await cost(world);
    expect(asleep?.items.map(({ what }) => what)).toEqual(items);
    expect(asleep?.amount).toBeCloseTo(paused === true ? 0.045 * 730 + 0.005 * 730 + 0.0042 * 730 + 0.64 : 0);
    await patched(world, { paused: false });
    expect(await cost(world)).toEqual(awake);
  });

  it('is a status of its own from the first revision on', async () => {
    const world = await givenServing({ ...behindEndpoints, paused: 'withNetwork' });

    expect((await world.environment('hello')).status).toBe('PAUSED');
    // S3's, which costs nothing.
    expect(standing(world)).toMatchObject({ 'AWS::EC2::VPCEndpoint': 1 });
    expect((await patched(world, { paused: false })).status).toBe('SUCCEEDED');
    const fresh = await givenServing(behindEndpoints);
    await world.passes(5);
    expect(standing(world)).toEqual(standing(fresh));
  });

  it('is planned without an image and without a new task', async () => {
    const world = await givenServing(behindNat);

    const { body } = await world.request<Plan>('POST', '/plans', { name: 'hello', patch: { paused: 'withNetwork' } });

    expect(body.images?.map(({ becomes }) => becomes)).toEqual(['kept']);
    expect(body.network?.map(({ kind }) => kind)).not.toContain('natGateway');
  });
});

describe('while it is paused', () => {
  it('a rebuild makes new images and starts nothing', async () => {
    const world = await givenServing({ ...plain, paused: true });
    world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': 2 });

    const rebuilt = await asked(world, 'rebuild');

    expect([rebuilt.status, builds(rebuilt).length]).toEqual(['SUCCEEDED', 1]);
    expect([(await world.environment('hello')).status, tasks(world)]).toEqual(['PAUSED', 0]);
  });

  it('a rollback goes back to the images of what ran before, and starts nothing', async () => {
    const world = await givenServing(plain, { services: { web: { ...web, image: 'nginx:1.28' } } });
    await patched(world, { paused: true });

    const back = await asked(world, 'rollback');

    expect([back.kind, back.status, builds(back)]).toEqual(['ROLLBACK', 'SUCCEEDED', []]);
    expect([(await world.environment('hello')).status, tasks(world)]).toEqual(['PAUSED', 0]);
    expect((await world.environment('hello')).spec).toEqual({ ...plain, paused: true });
    await patched(world, { paused: false });
    expect((await world.environment('hello')).spec).toMatchObject(plain);
    expect(tasks(world)).toBe(1);
  });

  it('an update takes effect and starts nothing', async () => {
    const world = await givenServing({ ...plain, paused: true });

    const updated = await patched(world, { services: { web: { desiredCount: 2, variables: { COLOUR: 'red' } } } });

    expect([updated.status, (await world.environment('hello')).status, tasks(world)]).toEqual(['SUCCEEDED', 'PAUSED', 0]);
    await patched(world, { paused: false });
    await world.passes(5);
    expect(tasks(world)).toBe(2);
    expect(serves(world)).toMatchObject([{ variables: [{ name: 'COLOUR', value: 'red' }] }]);
  });

  it('an update that fails leaves it paused', async () => {
    const world = await givenServing({ ...plain, paused: true });

    const failed = await patched(world, { services: { web: { image: 'nginx:does-not-exist' } } });

    expect(failed).toMatchObject({ status: 'FAILED', diagnosis: { code: 'IMAGE_NOT_FOUND' } });
    expect(await world.environment('hello')).toMatchObject({ status: 'PAUSED', revision: 1 });
  });

  it('a repair, and a record that is restored, know that it is', async () => {
    const before = await givenServing({ ...behindNat, paused: 'withNetwork' });
    const world = await withoutRecord(before);

    expect((await world.request('POST', '/repairs', { from: 'stacks' })).body).toMatchObject({
      environments: [{ name: 'hello', outcome: 'RESTORED', status: 'PAUSED' }],
    });

    expect((await asked(world, 'repair')).status).toBe('SUCCEEDED');
    expect([(await world.environment('hello')).status, tasks(world)]).toEqual(['PAUSED', 0]);
  });

  it('a wake whose image has gone bad fails with the cause, and it stays paused', async () => {
    const world = await givenServing(behindNat);
    await patched(world, { paused: 'withNetwork' });
    const asleep = [templates(world), standing(world)];
    const { region } = world;
    const { body } = await world.request<Accepted>('PATCH', '/environments/hello', { paused: false });
    // What is gone before is made anew.
    await world.until(async () => (await world.operation(body.operation)).waits.length > 0);
    const { repositories } = region.call('ECR', 'DescribeRepositories', {}) as { repositories: { repositoryName: string }[] };
    for (const { repositoryName } of repositories) {
      const { imageIds } = region.call('ECR', 'ListImages', { repositoryName }) as { imageIds: { imageDigest: string }[] };
      region.call('ECR', 'BatchDeleteImage', { repositoryName, imageIds: imageIds.map(({ imageDigest }) => ({ imageDigest })) });
    }

    const failed = await world.ended(body.operation);

    expect(failed).toMatchObject({ status: 'FAILED', diagnosis: { code: 'IMAGE_NOT_FOUND' } });
    const environment = await world.environment('hello');
    expect(environment).toMatchObject({ status: 'PAUSED', revision: 2, lastFailure: { code: 'IMAGE_NOT_FOUND' } });
    await world.passes(5);
    expect(tasks(world)).toBe(0);
    expect([templates(world), standing(world)]).toEqual(asleep);
    expect((await asked(world, 'rebuild')).status).toBe('SUCCEEDED');
    expect((await patched(world, { paused: false })).status).toBe('SUCCEEDED');
  });
});

describe('a rollback of what is awake', () => {
  it('passes over nights: it goes back to other images, and does not put to sleep', async () => {
    const world = await givenServing(plain, { services: { web: { ...web, image: 'nginx:1.28' } } });
    await patched(world, { paused: true });
    await patched(world, { paused: false });

    const back = await asked(world, 'rollback');

    expect(back.status).toBe('SUCCEEDED');
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', spec: plain });
  });
});

describe.each<[string, Spec]>([
  ['NAT', behindNat],
  ['a NAT gateway in every zone', { ...behindNat, network: { zones: 2, nat: 'perZone' } }],
  ['endpoints', behindEndpoints],
  ['both', { bastion: true, services: { api: { ...web, egress: 'endpoints' }, web } }],
  ['public addresses', { egress: 'public', services: { web: { ...web, allowFrom: ['0.0.0.0/0'] } } }],
])('behind %s', (name, spec) => {
  const ways: [string, Spec, Spec][] = [
    ['to sleep', spec, { ...spec, paused: 'withNetwork' }],
    ['from pause to sleep', { ...spec, paused: true }, { ...spec, paused: 'withNetwork' }],
    ['from sleep to pause', { ...spec, paused: 'withNetwork' }, { ...spec, paused: true }],
    ['awake', { ...spec, paused: 'withNetwork' }, spec],
  ];
  it.each(sampled(ways, 4, name.length))(
    'whoever runs or is started on the way %s has what it needs, and it ends as if it had begun so',
    async (_way, before, after) => {
      const world = await givenServing(before);

      const { operation, missed } = await endedWatched(world, await world.put('hello', after), lacking);

      expect(operation).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });
      expect([missed, failedStarts(world)]).toEqual([[], []]);
      await world.passes(5);
      expect(standing(world)).toEqual(standing(await givenServing(after)));
    },
  );
});
