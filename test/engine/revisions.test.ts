import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Problem, RevisionPage, RevisionView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { cannotStart, serves } from './support-standing.ts';

const { custom = {}, stock = {} } = demoSpec.services;
const withStock = (service: object): Spec => ({ ...demoSpec, services: { custom, stock: { ...stock, ...service } } });
const builds = (operation: OperationView) =>
  operation.attempts.filter(({ action }) => action === 'build').map(({ subject }) => subject);

async function givenServing(...specs: Spec[]) {
  const world = await givenWorld();
  for (const spec of specs) expect(await world.ended(await world.put('hello', spec))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
}

async function asked(world: TestWorld, what: string, body?: object): Promise<OperationView> {
  const answer = await world.request<{ operation: string } & Problem>('POST', `/environments/hello/${what}`, body);
  expect([answer.status, answer.body.detail]).toEqual([202, undefined]);
  return world.ended(answer.body.operation);
}

const digests = (world: TestWorld) => serves(world).map((one) => one.digests);

describe('an update', () => {
  it('builds only what its spec changes', async () => {
    const world = await givenServing(demoSpec);
    const before = digests(world);

    const scaled = await world.ended(await world.put('hello', withStock({ desiredCount: 2 })));
    expect([scaled.status, builds(scaled)]).toEqual(['SUCCEEDED', []]);
    expect(digests(world).flat()).toEqual(expect.arrayContaining(before.flat()));

    const files = { ...demoSpec.builds?.custom?.files, 'index.html': '<h1>two</h1>' };
    const edited = await world.ended(await world.put('hello', { ...demoSpec, builds: { custom: { files } } }));
    expect(builds(edited)).toEqual([expect.stringMatching(/^custom-/)]);
    expect(edited.status).toBe('SUCCEEDED');
  });

  it('that failed is followed by one that still builds only what is new', async () => {
    const world = await givenServing(demoSpec);
    expect(await world.ended(await world.put('hello', withStock({ image: 'acme/crashes:1' })))).toMatchObject({
      status: 'FAILED',
    });

    const again = await world.ended(await world.put('hello', withStock({ desiredCount: 2 })));

    expect([again.status, builds(again)]).toEqual(['SUCCEEDED', []]);
  });
});

describe('a rebuild', () => {
  it('makes every image anew, and moves nothing when they come out the same', async () => {
    const world = await givenServing({ services: { stock } });
    const [before] = serves(world);

    const rebuilt = await asked(world, 'rebuild');

    expect([rebuilt.kind, rebuilt.status, builds(rebuilt).length]).toEqual(['REBUILD', 'SUCCEEDED', 1]);
    expect(serves(world)).toEqual([before]);
    expect(rebuilt.attempts.find(({ subject }) => subject === 'services')?.reason).toBe('unchanged');
  });

  it('takes what upstream has pushed anew under the same tag', async () => {
    const world = await givenServing({ services: { stock } });
    const before = digests(world);
    world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': 2 });

    expect(await asked(world, 'rebuild')).toMatchObject({ status: 'SUCCEEDED' });

    expect(digests(world)).not.toEqual(before);
  });
});

describe('a rollback', () => {
  it('brings back the revision before with the digests it ran, and builds nothing', async () => {
    const world = await givenServing({ services: { stock } });
    const before = digests(world);
    world.region.setKnob('dockerHub.revisions', { 'library/nginx:1.27': 2 });
    await asked(world, 'rebuild');
    expect(digests(world)).not.toEqual(before);

    const back = await asked(world, 'rollback');

    expect([back.kind, back.status, back.revision, builds(back)]).toEqual(['ROLLBACK', 'SUCCEEDED', 3, []]);
    expect(digests(world)).toEqual(before);
  });

  it('brings back any of the last five by its number, whatever network it needs', async () => {
    const world = await givenServing(
      { services: { stock } },
      { egress: 'endpoints', services: { stock } },
      { egress: 'public', services: { stock } },
    );

    expect(await asked(world, 'rollback', { revision: 1 })).toMatchObject({ status: 'SUCCEEDED' });

    expect((await world.environment('hello')).effective).toMatchObject({ services: { stock: { egress: 'nat' } } });
    expect(cannotStart(world)).toEqual([]);
  });

  it('is refused to a revision that never served, with those there are', async () => {
    const world = await givenServing({ services: { stock } });

    expect((await world.request<Problem>('POST', '/environments/hello/rollback')).body).toMatchObject({
      status: 409,
      code: 'REVISION_UNKNOWN',
    });
    const named = await world.request<Problem>('POST', '/environments/hello/rollback', { revision: 7 });
    expect(named.body).toMatchObject({ status: 409, code: 'REVISION_UNKNOWN', detail: expect.stringContaining('there is none') });
    expect((await world.request<Problem>('POST', '/environments/hello/rollback', { revision: 'one' })).status).toBe(400);
  });
});

describe('a restart', () => {
  it('is new tasks of the same digests, and stays when something else changes', async () => {
    const world = await givenServing({ services: { stock } });
    const [before] = serves(world);

    const restarted = await asked(world, 'restart');

    expect([restarted.kind, restarted.status, builds(restarted)]).toEqual(['RESTART', 'SUCCEEDED', []]);
    const [after] = serves(world);
    expect(after?.taskDefinition).not.toBe(before?.taskDefinition);
    expect(after?.digests).toEqual(before?.digests);
    const scaled = await world.ended(await world.put('hello', { services: { stock: { ...stock, desiredCount: 2 } } }));
    expect(scaled.status).toBe('SUCCEEDED');
    expect(serves(world)[0]?.taskDefinition).toBe(after?.taskDefinition);
    expect(await unsettled(world)).toEqual(expect.not.arrayContaining([expect.stringContaining('locked')]));
  });
});

describe('the revisions of an environment', () => {
  it('are those that served, newest first, each with what changed', async () => {
    const world = await givenServing({ services: { stock } }, { services: { stock: { ...stock, desiredCount: 2 } } });
    await world.ended(await world.put('hello', { services: { stock: { image: 'nginx:none' } } }));

    const { revisions } = (await world.request<RevisionPage>('GET', '/environments/hello/revisions')).body;

    expect(revisions.map(({ revision, kind, serving }) => [revision, kind, serving])).toEqual([
      [2, 'UPDATE', true],
      [1, 'CREATE', false],
    ]);
    const { body } = await world.request<RevisionView>('GET', '/environments/hello/revisions/2');
    expect(body).toMatchObject({ against: 1, changes: [{ pointer: '/services/stock/desiredCount', before: 1, after: 2 }] });
    expect(body.images).toEqual({ StockImage: expect.stringMatching(/@sha256:/) });
    const { body: reverse } = await world.request<RevisionView>('GET', '/environments/hello/revisions/1?against=2');
    expect(reverse.changes).toEqual([{ pointer: '/services/stock/desiredCount', before: 2, after: 1 }]);
    expect((await world.request('GET', '/environments/hello/revisions/3')).status).toBe(404);
  });
});

it('a number that was given to one who waited and was cancelled amid a release is not given out again', async () => {
  let releasing: (() => Promise<void>) | undefined;
  const world = await givenWorld({
    hook: {
      before: async ({ operation, input }) => {
        const { Item } = input as { Item?: { sk?: { S: string }; active?: object } };
        if (operation !== 'PutItem' || Item?.sk?.S !== 'ENVIRONMENT' || Item.active) return;
        const first = releasing;
        releasing = undefined;
        await first?.();
      },
    },
  });
  const web = { image: 'nginx:1.27', port: 80 };
  const coloured = (COLOUR: string) => ({ services: { web: { ...web, variables: { COLOUR } } } });
  const given: number[] = [];
  await world.ended(await world.put('hello', coloured('red')));
  const update = await world.put('hello', coloured('green'));
  releasing = async () => {
    const { body } = await world.request<Accepted>('PUT', '/environments/hello?supersede=true', coloured('yellow'));
    given.push((await world.operation(body.operation)).revision);
    expect((await world.request('POST', `/operations/${body.operation}/cancel`)).status).toBe(202);
  };

  expect(await world.ended(update)).toMatchObject({ status: 'SUCCEEDED' });
  const last = await world.ended(await world.put('hello', coloured('blue')));

  expect(given).toEqual([3]);
  expect(last).toMatchObject({ status: 'SUCCEEDED', revision: 4 });
});
