import { describe, expect, it } from 'vitest';
import type { EnvironmentView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { withoutRecord } from '../support/without-record.ts';
import { givenWorld } from '../support/world.ts';
import { blue, givenServing, livesOn, reaches, remove, repair, restore, statusOf, without } from './support-restore.ts';
import { serves, templates } from './support-standing.ts';

const { custom = {}, stock = {} } = demoSpec.services ?? {};
const { services: _services, ...unserved } = demoSpec;
const tool = { files: { Dockerfile: 'FROM nginx:1.27\nRUN true\n' } };
const crashing: Spec = { ...demoSpec, services: { custom, stock: { ...stock, image: 'acme/crashes:1' } } };

/** Everything a caller sees but when it was written, which is when it was restored. */
const seen = ({ updatedAt: _, ...view }: EnvironmentView) => view;

describe('a record that was lost, restored from the stacks', () => {
  it('of one environment is what it was, nothing that stands is touched, and the environment lives on', async () => {
    const before = await givenServing(demoSpec);
    const world = await withoutRecord(before);
    const standing = [serves(world), templates(world)];

    const report = await restore(world);

    expect(report.environments).toMatchObject([{ name: 'hello', outcome: 'RESTORED', status: 'AVAILABLE', revision: 1 }]);
    expect(seen(await world.environment('hello'))).toEqual(seen(await before.environment('hello')));
    expect(await world.request('PUT', '/environments/hello', demoSpec)).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    expect([serves(world), templates(world)]).toEqual(standing);
    await livesOn(world);
  });

  it.each([
    ['changed a service', [demoSpec, blue]],
    ['added a build no service uses', [demoSpec, { ...demoSpec, builds: { ...demoSpec.builds, tool } }]],
    ['took a service away', [demoSpec, without]],
    ['took every service away', [demoSpec, unserved]],
    ['changed nothing AWS shows', [demoSpec, { ...demoSpec, tags: demoSpec.tags ?? {}, protected: true }]],
  ] as const)('after an update that %s is what it was, and its next revision has the next number', async (_what, specs) => {
    const before = await givenServing(...specs);
    const world = await withoutRecord(before);

    await restore(world, { environment: 'hello' });

    expect(seen(await world.environment('hello'))).toEqual(seen(await before.environment('hello')));
    expect((await world.request('PUT', '/environments/hello', specs[1])).status).toBe(200);
    expect((await repair(world)).body).toMatchObject({ kind: 'REPAIR', revision: 3 });
  });

  it('after an update that failed is the revision that serves, and says that the failed one does not', async () => {
    const before = await givenServing(demoSpec, crashing);
    const world = await withoutRecord(before);
    const standing = serves(world);

    const [found] = (await restore(world)).environments;

    expect(found).toMatchObject({ outcome: 'RESTORED', status: 'AVAILABLE', revision: 1 });
    expect(found?.sentence).toContain('revision 2 (operation hello-');
    const { outputs, spec } = await before.environment('hello');
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1, spec, outputs });
    // Revision 2 may have left something in the registry: the same spec is brought about once more, and moves nothing.
    const again = await world.ended(await world.put('hello', demoSpec));
    expect(again).toMatchObject({ kind: 'UPDATE', revision: 3, status: 'SUCCEEDED' });
    expect(serves(world)).toEqual(standing);
    await livesOn(world);
  });

  it('after an update of an image alone that failed is the revision whose image runs', async () => {
    const before = await givenServing(demoSpec);
    const id = await before.put('hello', {
      ...demoSpec,
      builds: { custom: { files: { Dockerfile: 'FROM nginx:1.27\nRUN true\n' } } },
    });
    await reaches(before, id, 'BUILD');
    const world = await withoutRecord(before);

    expect((await restore(world)).environments).toMatchObject([{ outcome: 'RESTORED', status: 'AVAILABLE', revision: 1 }]);
    expect(await world.environment('hello')).toMatchObject({ spec: demoSpec });
  });

  it('in an update that changes an image and the registry is not taken for that update', async () => {
    const before = await givenServing(demoSpec);
    const id = await before.put('hello', { ...demoSpec, builds: { custom: tool, tool } });
    await before.until(async () =>
      (await before.operation(id)).attempts.some(({ subject, outcome }) => subject === 'registry' && outcome === 'DONE'),
    );
    const world = await withoutRecord(before);

    expect((await restore(world)).environments).toMatchObject([{ outcome: 'RESTORED', status: 'STUCK', revision: 1 }]);
    expect(await statusOf(world, await repair(world))).toBe('SUCCEEDED');
    await livesOn(world);
  });

  it('of a create that failed and left nothing is nothing', async () => {
    const world = await withoutRecord(await givenServing(crashing));

    expect(await restore(world)).toEqual({ environments: [] });
    expect((await restore(world, { environment: 'hello' })).environments).toMatchObject([{ outcome: 'NOT_RESTORED' }]);
    expect((await world.request('GET', '/environments/hello')).status).toBe(404);
  });

  it('of a name used again belongs to the environment that stands, not to the one before it', async () => {
    const before = await givenServing(blue);
    await before.ended((await remove(before)).body.operation);
    await before.ended(await before.put('hello', demoSpec));
    const world = await withoutRecord(before);

    await restore(world);

    expect(seen(await world.environment('hello'))).toEqual(seen(await before.environment('hello')));
  });

  it('takes the place of what a PUT has left there since, once that has failed', async () => {
    const before = await givenServing(demoSpec);
    const world = await withoutRecord(before);
    const id = await world.put('hello', blue);
    expect((await restore(world)).environments).toMatchObject([
      { outcome: 'NOT_RESTORED', sentence: expect.stringContaining(id) },
    ]);
    expect((await world.ended(id)).status).toBe('FAILED');

    expect((await restore(world)).environments).toMatchObject([{ outcome: 'RESTORED', status: 'AVAILABLE', revision: 1 }]);

    expect(seen(await world.environment('hello'))).toEqual(seen(await before.environment('hello')));
    await livesOn(world);
  });
});

describe('what is not restored', () => {
  it('is what is recorded', async () => {
    const world = await givenServing(demoSpec);
    const before = await world.environment('hello');

    expect((await restore(world)).environments).toMatchObject([{ outcome: 'RECORDED', status: 'AVAILABLE', revision: 1 }]);
    expect(await world.environment('hello')).toEqual(before);
  });

  it('is a create that failed or runs, as long as the record is its own', async () => {
    const world = await givenWorld();
    const id = await world.put('hello', demoSpec);
    await reaches(world, id, 'SERVICES');

    expect((await restore(world)).environments).toMatchObject([{ outcome: 'RECORDED', status: 'CREATING' }]);
    expect((await world.ended(id)).status).toBe('SUCCEEDED');
  });

  it("is somebody else's stack that is called like ours", async () => {
    const world = await givenWorld();
    const TemplateBody = JSON.stringify({ Resources: { Theirs: { Type: 'AWS::Logs::LogGroup' } } });
    for (const StackName of ['moorage-theirs-foundation', 'moorage-hello-cluster', 'moorage-hello-registry-Old-1A2B'])
      world.region.call('CloudFormation', 'CreateStack', { StackName, TemplateBody });
    await world.passes(1);

    expect((await restore(world)).environments).toMatchObject([
      { name: 'theirs', outcome: 'NOT_RESTORED', sentence: 'no stack of it stands, nothing to restore' },
    ]);
    expect((await world.request('GET', '/environments/theirs')).status).toBe(404);
  });

  it('is what the bucket keeps no record of; it says so, and how to be rid of it, and the others are restored', async () => {
    const before = await givenServing(demoSpec);
    await before.ended(await before.put('other', { services: { web: { image: 'nginx:1.27', mirror: false } } }));
    const world = await withoutRecord(before);
    const Bucket = world.settings.BUCKET;
    const { Contents } = world.region.call('S3', 'ListObjectsV2', { Bucket, Prefix: 'records/hello/' }) as {
      Contents: { Key: string }[];
    };
    for (const { Key } of Contents) world.region.call('S3', 'DeleteObject', { Bucket, Key });
    const standing = serves(world);

    const { environments } = await restore(world);

    expect(environments).toMatchObject([
      { name: 'hello', outcome: 'NOT_RESTORED' },
      { name: 'other', outcome: 'RESTORED', status: 'AVAILABLE' },
    ]);
    expect(environments[0]?.sentence).toMatch(/no record of it.*delete-stack --stack-name moorage-hello-services; .*registry$/);
    expect(serves(world)).toEqual(standing);
  });

  it('is anything where there is no table, and that is said', async () => {
    const before = await givenServing(demoSpec);
    const world = await withoutRecord(before, {
      hook: {
        before: async ({ service }) => {
          if (service === 'DynamoDB')
            throw Object.assign(new Error('Requested resource not found'), { name: 'ResourceNotFoundException' });
        },
      },
    });

    expect(await world.request('POST', '/repairs', { from: 'stacks' })).toMatchObject({
      status: 409,
      body: { code: 'RECORD_MISSING' },
    });
  });
});

describe('restoring', () => {
  it('twice and at once restores once, and then finds it recorded', async () => {
    const before = await givenServing(demoSpec);
    const world = await withoutRecord(before);

    const both = await Promise.all([restore(world), restore(world)]);
    const third = await restore(world);

    const outcomes = [...both, third].flatMap(({ environments }) => environments.map(({ outcome }) => outcome));
    expect(outcomes.filter((outcome) => outcome === 'RESTORED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'RECORDED')).toHaveLength(2);
    expect(seen(await world.environment('hello'))).toEqual(seen(await before.environment('hello')));
  });

  it('says where to go on when there was no time for all, and goes on there', async () => {
    const before = await givenWorld();
    const small = { services: { web: { image: 'nginx:1.27', mirror: false } } };
    for (const name of ['one', 'three', 'two']) await before.ended(await before.put(name, small));
    const world = await withoutRecord(before, {
      hook: {
        before: async ({ operation }) => {
          if (operation === 'ListObjectsV2') world.region.state.now += 4_000;
        },
      },
    });

    const first = await restore(world);
    const second = await restore(world, { after: first.next });

    expect([first.environments.map(({ name }) => name), first.next]).toEqual([['one', 'three'], 'three']);
    expect([second.environments.map(({ name }) => name), second.next]).toEqual([['two'], undefined]);
  });

  it.each([[{}], [{ from: 'memory' }], [{ from: 'stacks', environment: 'No Name' }]])('refuses %j', async (body) => {
    const world = await givenWorld();

    expect(await world.request('POST', '/repairs', body)).toMatchObject({ status: 400, body: { code: 'BODY_REFUSED' } });
  });
});
