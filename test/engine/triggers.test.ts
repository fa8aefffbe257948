import { describe, expect, it } from 'vitest';
import type { WavePage } from '../../schemas/gen/api.types.ts';
import { eventEar } from '../support/event-ear.ts';
import { unsettled } from '../support/unsettled.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { serves } from './support-standing.ts';
import { following, givenServing, operations, rotate, told, web } from './support-triggers.ts';

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

  it('comes each time the tag moves, also back to where it was, and once when AWS tells it twice', async () => {
    const world = await givenServing(following, givenBase);
    world.region.setKnob('events.doubled', true);
    const digests = () => serves(world)[0]?.digests;
    const moved = [];
    for (const push of ['second', 'first', 'second']) {
      pushBase(world, push);
      await world.passes(20);
      moved.push(digests());
    }

    expect((await told(world)).slice(1)).toEqual(moved.map(() => ['REBUILD', 'base image', 'SUCCEEDED']));
    expect(moved[2]).toEqual(moved[0]);
    expect(moved[1]).not.toEqual(moved[0]);
    const { waves } = (await world.request<WavePage>('GET', '/waves?status=DONE')).body;
    expect(waves).toHaveLength(3);
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
    expect(rebuild?.timeline.map(({ text }) => text)).toContain(
      'the pipeline has a new base (an event of acme.ci from account 111122223333)',
    );
  });

  it('comes when an event asks for it, whoever the owners are: the event does not say who put it on the bus', async () => {
    const world = await givenServing({ owners: ['arn:aws:iam::111122223333:role/team'], services: { web } });

    ask(world, { environments: ['hello'] });
    await world.passes(20);

    const [, rebuild] = await operations(world);
    expect(rebuild).toMatchObject({ kind: 'REBUILD', trigger: 'event', actor: 'moorage', status: 'SUCCEEDED' });
    expect(rebuild?.timeline[0]?.text).toBe('an event of acme.ci from account 111122223333 asked for it');
  });

  it('does not come when the event names no environment, and keeps nobody else waiting', async () => {
    const world = await givenServing({ services: { web } });

    ask(world, { id: 'x'.repeat(10_000), environments: ['', 'x'.repeat(3000), 'a b', null, 7, 'hello'] });
    await world.passes(20);

    expect((await told(world)).at(-1)).toEqual(['REBUILD', 'event', 'SUCCEEDED']);
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
