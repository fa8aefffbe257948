import { describe, expect, it } from 'vitest';
import type { Accepted, OperationPage, OperationView, WavePage } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { eventEar } from '../support/event-ear.ts';
import { unsettled } from '../support/unsettled.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { serves } from './support-standing.ts';

const web = { image: 'nginx:1.27', port: 80 };
const following: Spec = { rebuild: { onBaseImagePush: true }, services: { web: { image: baseImage, port: 80 } } };

async function givenServing(spec: Spec, prepare?: (world: TestWorld) => void) {
  const world = await givenWorld();
  prepare?.(world);
  expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
}

async function operations(world: TestWorld): Promise<readonly OperationView[]> {
  const page = (await world.request<OperationPage>('GET', '/operations?environment=hello&limit=100')).body;
  return Promise.all([...page.operations].reverse().map(({ id }) => world.operation(id)));
}
const told = async (world: TestWorld) => (await operations(world)).map(({ kind, trigger, status }) => [kind, trigger, status]);
const tell = (world: TestWorld, source: string, type: string, detail: object) =>
  world.region.context.emit(source, type, [], detail as Record<string, unknown>);
const ask = (world: TestWorld, detail: object) =>
  world.region.call('EventBridge', 'PutEvents', {
    Entries: [{ EventBusName: 'moorage', Source: 'acme.ci', DetailType: 'Rebuild Requested', Detail: JSON.stringify(detail) }],
  });

describe('a rebuild nobody asked for by hand', () => {
  it('comes with the push of a base image, says why, and serves what was pushed', async () => {
    const world = await givenServing(following, givenBase);
    const before = serves(world);

    pushBase(world, 'second');
    await world.passes(20);

    const [, rebuild] = await operations(world);
    expect(rebuild).toMatchObject({ kind: 'REBUILD', trigger: 'base image', actor: 'moorage', status: 'SUCCEEDED' });
    expect(rebuild?.timeline.map(({ text }) => text).join()).toContain(`${baseImage} was pushed as sha256:`);
    expect(serves(world)[0]?.digests).not.toEqual(before[0]?.digests);
    expect(await world.environment('hello')).toMatchObject({ revision: 2, status: 'AVAILABLE' });
  });

  it('comes to a build that stands on the image, whose build may read what was offered', async () => {
    const files = { Dockerfile: `FROM ${baseImage}\nCOPY page.html /page.html\n`, 'page.html': 'hello' };
    const world = await givenServing({ rebuild: { onBaseImagePush: true }, builds: { site: { files } } }, givenBase);
    const before = (await world.environment('hello')).outputs?.builds?.site?.[0]?.digest;

    pushBase(world, 'second');
    await world.passes(20);

    expect((await told(world)).at(-1)).toEqual(['REBUILD', 'base image', 'SUCCEEDED']);
    expect((await world.environment('hello')).outputs?.builds?.site?.[0]?.digest).not.toBe(before);
  });

  it('does not come where the spec does not wish it, nor with its own pushes', async () => {
    const world = await givenServing({ services: following.services ?? {} }, givenBase);

    pushBase(world, 'second');
    await world.passes(20);

    expect(await told(world)).toEqual([['CREATE', 'request', 'SUCCEEDED']]);
  });

  it('comes at most twice with fifty pushes in a burst', async () => {
    const world = await givenServing(following, givenBase);

    for (let push = 0; push < 50; push += 1) pushBase(world, `push ${push}`);
    await world.passes(60);

    const kinds = await told(world);
    expect(kinds.length).toBeLessThanOrEqual(3);
    expect(kinds.slice(1)).toEqual(kinds.slice(1).map(() => ['REBUILD', 'base image', 'SUCCEEDED']));
    expect((await world.environment('hello')).operation).toBeUndefined();
  });

  it('comes on its schedule, again and again', async () => {
    const world = await givenServing({ rebuild: { schedule: 'rate(1 hour)' }, services: { web } });

    await world.passes(135);

    expect(await told(world)).toEqual([
      ['CREATE', 'request', 'SUCCEEDED'],
      ['REBUILD', 'schedule', 'SUCCEEDED'],
      ['REBUILD', 'schedule', 'SUCCEEDED'],
    ]);
  });

  it('comes when an event asks for it, once for each', async () => {
    const world = await givenServing({ services: { web } });

    ask(world, { id: 'build 7', environments: ['hello', 'nobody'], reason: 'the pipeline has a new base' });
    ask(world, { id: 'build 7', environments: ['hello', 'nobody'], reason: 'the pipeline has a new base' });
    await world.passes(20);

    const [, rebuild, ...rest] = await operations(world);
    expect([rebuild?.trigger, rebuild?.status, rest]).toEqual(['event', 'SUCCEEDED', []]);
    expect(rebuild?.timeline.map(({ text }) => text)).toContain('the pipeline has a new base');
  });

  it('goes back by itself when the new image does not run', async () => {
    const world = await givenServing(following, givenBase);
    const before = serves(world);

    pushBase(world, 'broken', false);
    await world.passes(120);

    expect(await told(world)).toEqual([
      ['CREATE', 'request', 'SUCCEEDED'],
      ['REBUILD', 'base image', 'FAILED'],
    ]);
    expect(serves(world)[0]?.digests).toEqual(before[0]?.digests);
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  });
});

describe('what would begin by itself while it is paused', () => {
  const pause = async (world: TestWorld, paused: boolean) =>
    (await world.request<Accepted>('PATCH', '/environments/hello', { paused })).body.operation;
  const broughtAbout = async (world: TestWorld, id: string) => expect((await world.ended(id)).status).toBe('SUCCEEDED');

  it('is remembered once, and done as soon as it has woken', async () => {
    const world = await givenServing(following, givenBase);
    const before = serves(world);
    await broughtAbout(world, await pause(world, true));

    for (const push of ['second', 'third']) pushBase(world, push);
    await world.passes(60);
    expect((await told(world)).map(([kind]) => kind)).toEqual(['CREATE', 'UPDATE']);
    expect(await world.environment('hello')).toMatchObject({
      status: 'PAUSED',
      remembered: [{ kind: 'REBUILD', why: expect.stringContaining(`${baseImage} was pushed`) }],
    });
    const { waves } = (await world.request<WavePage>('GET', '/waves?status=DONE')).body;
    expect(waves.map(({ done }) => done)).toEqual(waves.map(() => ({ hello: 'remembered until it wakes' })));

    await broughtAbout(world, await pause(world, false));
    await world.passes(20);

    const [, , , rebuild, ...rest] = await operations(world);
    expect([rebuild?.kind, rebuild?.trigger, rebuild?.status, rest]).toEqual(['REBUILD', 'base image', 'SUCCEEDED', []]);
    expect(rebuild?.timeline.map(({ text }) => text).join()).toContain(`${baseImage} was pushed as sha256:`);
    expect(serves(world)[0]?.digests).not.toEqual(before[0]?.digests);
    expect((await world.environment('hello')).remembered).toBeUndefined();
  });

  it('is remembered also when it came while it was being paused', async () => {
    const world = await givenServing(following, givenBase);
    const pausing = await pause(world, true);
    pushBase(world, 'second');
    await broughtAbout(world, pausing);
    await world.passes(60);
    expect((await told(world)).map(([kind]) => kind)).toEqual(['CREATE', 'UPDATE']);

    await broughtAbout(world, await pause(world, false));
    await world.passes(20);

    expect((await told(world)).at(-1)).toEqual(['REBUILD', 'base image', 'SUCCEEDED']);
  });

  it('is not done where waking does it anyway: tasks that start read the rotated secret', async () => {
    const secrets = { HUB: dockerHubSecret };
    const world = await givenServing({ rebuild: { onSecretRotation: true }, services: { web: { ...web, secrets } } });
    const pausing = await pause(world, true);
    rotate(world, '2026-11-01T03:00:00Z');
    await broughtAbout(world, pausing);
    rotate(world, '2026-11-01T04:00:00Z');
    await world.passes(20);
    const { waves } = (await world.request<WavePage>('GET', '/waves?status=DONE')).body;
    expect(waves.at(0)?.done).toEqual({ hello: 'it is PAUSED: whoever wakes it starts new tasks' });

    await broughtAbout(world, await pause(world, false));
    await world.passes(20);

    expect((await told(world)).map(([kind]) => kind)).toEqual(['CREATE', 'UPDATE', 'UPDATE']);
  });
});

const rotate = (world: TestWorld, eventTime: string) =>
  tell(world, 'aws.secretsmanager', 'AWS Service Event via CloudTrail', {
    eventName: 'RotationSucceeded',
    eventTime,
    additionalEventData: { SecretId: dockerHubSecret },
  });

describe('the rotation of a secret', () => {
  it('is new tasks of the same images', async () => {
    const world = await givenServing({
      rebuild: { onSecretRotation: true },
      services: { web: { ...web, secrets: { HUB: dockerHubSecret } } },
    });
    const [before] = serves(world);

    rotate(world, '2026-11-01T03:00:00Z');
    await world.passes(20);

    expect((await told(world)).at(-1)).toEqual(['RESTART', 'secret', 'SUCCEEDED']);
    const [after] = serves(world);
    expect(after?.digests).toEqual(before?.digests);
    expect(after?.taskDefinition).not.toBe(before?.taskDefinition);
  });
});

describe('a freeze', () => {
  it('holds what would begin by itself until it is lifted, and loses none of it', async () => {
    const world = await givenServing(following, givenBase);
    await world.request('PUT', '/freeze', { reason: 'the sale', scope: 'triggers' });

    pushBase(world, 'second');
    await world.passes(60);
    expect(await told(world)).toHaveLength(1);

    await world.request('DELETE', '/freeze');
    await world.passes(20);
    expect((await told(world)).at(-1)).toEqual(['REBUILD', 'base image', 'SUCCEEDED']);
  });
});

describe('a time to live', () => {
  it('ends with the environment gone, told of before', async () => {
    const ear = eventEar();
    const world = await givenWorld({ around: ear.around });
    ear.listen(world);
    await world.ended(await world.put('hello', { ttl: '2h', services: { web } }));

    await world.passes(65);
    expect(ear.heard.map((one) => one['detail-type'])).toContain('Environment Expiring');
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });

    await world.passes(65);
    expect((await world.request('GET', '/environments/hello')).status).toBe(404);
    expect((await told(world)).at(-1)).toEqual(['DELETE', 'ttl', 'SUCCEEDED']);
    expect(await unsettled(world)).toEqual([]);
  });

  it('begins anew with a request, not with a rebuild', async () => {
    const world = await givenServing({ ttl: '2h', rebuild: { schedule: 'rate(1 hour)' }, services: { web } });
    await world.passes(75);
    expect((await told(world)).length).toBe(2);

    const { body } = await world.request<{ operation: string }>('PATCH', '/environments/hello', { ttl: '3h' });
    await world.ended(body.operation);
    await world.passes(100);
    expect((await world.request('GET', '/environments/hello')).status).toBe(200);

    await world.passes(100);
    expect((await world.request('GET', '/environments/hello')).status).toBe(404);
  });

  it('spares what is protected', async () => {
    const world = await givenServing({ ttl: '1h', protected: true, services: { web } });

    await world.passes(90);

    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE' });
  });
});
