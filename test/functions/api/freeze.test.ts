import { describe, expect, it } from 'vitest';
import type { Accepted, FreezeView, Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld, type TestWorld } from '../../support/world.ts';
import { contractOf } from './contract.ts';
import { givenServing, small } from './serving.ts';

const ada = 'arn:aws:iam::111122223333:user/ada';
const freeze = (world: TestWorld, body: object, headers: Record<string, string> = {}) =>
  world.request<FreezeView & Problem>('PUT', '/freeze', body, headers);
const lift = (world: TestWorld, headers: Record<string, string> = {}) =>
  world.request<FreezeView & Problem>('DELETE', '/freeze', undefined, headers);

/** The same service, asked by another operator. */
const asGrace = async (world: TestWorld, method: string, path: string, body?: object, headers: object = {}) => {
  const { statusCode, body: text } = (await world.answer({
    ...{ version: '2.0', headers: { 'content-type': 'application/json', ...headers } },
    ...(body ? { body: JSON.stringify(body) } : {}),
    requestContext: { http: { method, path }, authorizer: { jwt: { claims: { sub: 'grace' } } } },
  } as never)) as { statusCode: number; body: string };
  return { status: statusCode, body: JSON.parse(text) as FreezeView & Problem };
};

describe('PUT /freeze', () => {
  it('says what it stops, by whom, since when and why, and what is still under way', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', small);
    const faults = await contractOf(world);

    const answer = await freeze(world, { reason: 'ECS is down in eu-west-1' });

    expect(faults('PUT', '/freeze', answer)).toEqual([]);
    expect(answer.body).toMatchObject({
      frozen: true,
      freeze: { scope: 'everything', reason: 'ECS is down in eu-west-1', by: ada },
      running: [id],
    });
    const read = await world.request('GET', '/freeze');
    expect(faults('GET', '/freeze', read)).toEqual([]);
    expect(read.body).toEqual(answer.body);
    expect(read.headers.etag).toBe(answer.body.etag);
  });

  it.each([
    ['PUT', '/environments/new', small],
    ['PUT', '/environments/shop', { ...small, tags: { team: 'a' } }],
    ['PATCH', '/environments/shop', { tags: { team: 'a' } }],
    ['POST', '/environments', { name: 'new', spec: small }],
    ['DELETE', '/environments/shop', undefined],
    ['POST', '/environments/shop/repair', undefined],
  ] as const)('refuses %s %s with who, since when and why, and begins nothing', async (method, path, body) => {
    const world = await givenServing();
    const { body: before } = await world.request('GET', '/operations');
    await freeze(world, { reason: 'the database moves' });

    const refused = await world.request<Problem>(method, path, body);

    expect([refused.status, refused.body.code]).toEqual([423, 'SERVICE_FROZEN']);
    expect(refused.body.detail).toMatch(
      /^arn:aws:iam::111122223333:user\/ada has stopped everything since 20\S+: the database moves\./,
    );
    expect((await world.request('GET', '/operations')).body).toEqual(before);
    expect((await world.environment('shop')).status).toBe('AVAILABLE');
  });

  it('lets what runs come to its end, and reads and cancel go on', async () => {
    const world = await givenWorld();
    const [goes, cancelled] = [await world.put('one', small), await world.put('two', small)];
    await freeze(world, { reason: 'quiet, please' });

    expect((await world.request('POST', `/operations/${cancelled}/cancel`)).status).toBe(202);

    expect((await world.ended(goes)).status).toBe('SUCCEEDED');
    expect((await world.ended(cancelled)).status).toBe('CANCELLED');
    expect((await world.request<FreezeView>('GET', '/freeze')).body.running).toEqual([]);
    expect((await world.request('PUT', '/environments/one', small)).status).toBe(200);
  });

  it('lets the watchman start what was accepted before it', async () => {
    let down = true;
    const world = await givenWorld({
      hook: {
        before: ({ operation }) => {
          if (down && operation === 'StartExecution') throw new Error('Step Functions is away');
        },
      },
    });
    const id = await world.put('shop', small);
    await freeze(world, { reason: 'Step Functions is away' });
    down = false;

    expect((await world.ended(id)).status).toBe('SUCCEEDED');
  });

  it('answers a repeat with the operation it has opened before', async () => {
    const world = await givenWorld();
    const key = { 'idempotency-key': 'once' };
    const id = await world.put('shop', small, key);
    await freeze(world, { reason: 'quiet, please' });

    const again = await world.request<Accepted>('PUT', '/environments/shop', small, key);

    expect([again.status, again.body.operation]).toEqual([202, id]);
  });

  it('of triggers lets requests through, and says what it holds', async () => {
    const world = await givenWorld();

    const { body } = await freeze(world, { reason: 'too many rebuilds', scope: 'triggers' });

    expect(body.means).toMatch(/^Nothing begins by itself: no schedule, no end of a time to live/);
    expect((await world.request('PUT', '/environments/shop', small)).status).toBe(202);
  });

  it.each(['triggers', 'everything'])('of %s holds the end of a time to live until it is lifted', async (scope) => {
    const world = await givenWorld();
    await world.ended(await world.put('shop', { ...small, ttl: '2h' }));
    await freeze(world, { reason: 'quiet, please', scope });

    await world.passes(300);
    expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE' });
    await world.request('DELETE', '/freeze');
    await world.passes(20);

    expect((await world.request('GET', '/environments/shop')).status).toBe(404);
  });

  it('the same again is the same freeze; another of one’s own replaces it', async () => {
    const world = await givenWorld();
    const first = await freeze(world, { reason: 'a' });
    await world.passes(5);

    expect((await freeze(world, { reason: 'a' })).body).toEqual(first.body);
    const other = await freeze(world, { reason: 'b', scope: 'triggers' });
    expect(other.body.freeze).toMatchObject({ reason: 'b', scope: 'triggers' });
    expect(other.body.etag).not.toBe(first.body.etag);
  });

  it.each([[{}], [{ reason: ' ' }], [{ reason: 'x', scope: 'some' }], [{ reason: 'x', until: 'noon' }]])(
    'refuses %j',
    async (body) => {
      const world = await givenWorld();

      const { status, body: problem } = await freeze(world, body);

      expect([status, problem.code]).toEqual([400, 'BODY_REFUSED']);
      expect(problem.findings?.length).toBeGreaterThan(0);
    },
  );
});

describe('a freeze of another operator', () => {
  it('is neither replaced nor lifted by who has not seen it', async () => {
    const world = await givenWorld();
    const { etag } = (await freeze(world, { reason: 'the database moves' })).body;

    const replaced = await asGrace(world, 'PUT', '/freeze', { reason: 'mine' });
    const lifted = await asGrace(world, 'DELETE', '/freeze');

    for (const { status, body } of [replaced, lifted]) {
      expect([status, body.code]).toEqual([409, 'FREEZE_OF_ANOTHER']);
      expect(body.detail).toContain('ada has stopped everything');
      expect(body.detail).toContain(`If-Match: ${etag}`);
    }
    expect((await world.request<FreezeView>('GET', '/freeze')).body.freeze?.reason).toBe('the database moves');
  });

  it('is lifted with If-Match, and then its owner hears that it has moved', async () => {
    const world = await givenWorld();
    const { etag } = (await freeze(world, { reason: 'the database moves' })).body;

    const replaced = await asGrace(world, 'PUT', '/freeze', { reason: 'mine' }, { 'if-match': etag });
    const stale = await lift(world, { 'if-match': etag });

    expect(replaced.body.freeze).toMatchObject({ by: 'grace', reason: 'mine' });
    expect([stale.status, stale.body.code]).toEqual([412, 'FREEZE_MOVED']);
    expect(stale.body.detail).toContain('by grace since');
    expect((await asGrace(world, 'DELETE', '/freeze')).body).toMatchObject({ frozen: false, lifted: { by: 'grace' } });
  });

  it('set at the same moment: one stands, the other hears of it', async () => {
    const world = await givenWorld();

    const both = await Promise.all([freeze(world, { reason: 'a' }), asGrace(world, 'PUT', '/freeze', { reason: 'b' })]);

    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const stands = (await world.request<FreezeView>('GET', '/freeze')).body.freeze;
    expect(both.find(({ status }) => status === 200)?.body.freeze).toEqual(stands);
  });
});

describe('DELETE /freeze', () => {
  it('lets everything begin again, says what was lifted, and leaves both in the log', async () => {
    const lines: object[] = [];
    const world = await givenWorld({ log: (line) => lines.push(line) });
    await freeze(world, { reason: 'quiet, please' });

    const { body } = await lift(world);

    expect(body).toMatchObject({ frozen: false, lifted: { reason: 'quiet, please', by: ada } });
    expect((await world.request('PUT', '/environments/shop', small)).status).toBe(202);
    expect(lines).toMatchObject([
      { message: 'frozen' },
      { message: 'freeze lifted', by: ada, lifted: { reason: 'quiet, please' } },
    ]);
  });

  it('of nothing says that nothing is stopped', async () => {
    const world = await givenWorld();

    const { status, body } = await lift(world);

    expect([status, body.frozen, body.means]).toEqual([200, false, 'Nothing is stopped.']);
  });
});
