import { describe, expect, it } from 'vitest';
import type { Accepted, OperationPage, Problem } from '../../../schemas/gen/api.types.ts';
import type { SdkCall } from '../../../simulator/connect.ts';
import { givenWorld, type HttpAnswer, type TestWorld } from '../../support/world.ts';
import { executionsOf, small } from './serving.ts';

const key = { 'idempotency-key': 'monday' };
const put = (world: TestWorld, name = 'shop', body: unknown = small, headers: Record<string, string> = key) =>
  world.request<Accepted & Problem>('PUT', `/environments/${name}`, body, headers);
const operationsOf = async (world: TestWorld, name = 'shop') =>
  (await world.request<OperationPage>('GET', `/operations?environment=${name}`)).body.operations;

/** A world in which the API dies once, before or after the first call the rule is about. */
async function givenDeath(when: 'before' | 'after', rule: (call: SdkCall) => boolean, error = new Error('the process died')) {
  let alive = true;
  const world = await givenWorld({
    hook: {
      [when]: (call: SdkCall) => {
        if (!alive || !rule(call)) return;
        alive = false;
        throw error;
      },
    },
  });
  return { world, died: () => !alive };
}
const writes = (kind: 'REVISION#' | '"ENVIRONMENT"' | '"OPERATION"') => (call: SdkCall) =>
  call.service === 'DynamoDB' && /Put|Update/.test(call.operation) && JSON.stringify(call.input).includes(kind);

describe('an Idempotency-Key', () => {
  it('makes the same request the same operation, with one execution', async () => {
    const world = await givenWorld();

    const first = await put(world);
    const second = await put(world);
    await world.idle();

    expect(first.status).toBe(202);
    expect(second).toEqual(first);
    expect(executionsOf(world)).toEqual([first.body.operation]);
    expect(await operationsOf(world)).toHaveLength(1);
  });

  it('finds its operation when that is long over and another one has followed', async () => {
    const world = await givenWorld();
    const created = await put(world);
    await world.ended(created.body.operation);
    const removed = await world.request<Accepted>('DELETE', '/environments/shop', undefined, key);
    await world.ended(removed.body.operation);

    expect((await put(world)).body.operation).toBe(created.body.operation);
    expect((await world.request<Accepted>('DELETE', '/environments/shop', undefined, key)).body).toEqual(removed.body);
    expect((await world.request('GET', '/environments/shop')).status).toBe(404);
  });

  it('answers 422 to another request under it, and names the operation it belongs to', async () => {
    const world = await givenWorld();
    const { body } = await put(world);

    const other = await put(world, 'shop', { ...small, tags: { team: 'b' } });
    const broken = await put(world, 'shop', { services: {} });

    for (const { status, body: problem } of [other, broken])
      expect([status, problem.code, problem.operation]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED', body.operation]);
  });

  it('means nothing in another environment, on another route or to another caller', async () => {
    const world = await givenWorld();
    const asked = [await put(world, 'one'), await put(world, 'two')].map(({ body }) => body.operation);
    const posted = await world.request<Accepted>('POST', '/environments', { name: 'three', spec: small }, key);
    const asGrace = (await world.invoke('Api', {
      version: '2.0',
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify(small),
      requestContext: { http: { method: 'PUT', path: '/environments/one' }, authorizer: { jwt: { claims: { sub: 'grace' } } } },
    })) as { statusCode: number; body: string };

    expect(new Set([...asked, posted.body.operation]).size).toBe(3);
    expect(asGrace.statusCode).toBe(409);
    expect(JSON.parse(asGrace.body)).toMatchObject({ code: 'OPERATION_RUNNING', operation: asked[0] });
  });

  it('may be as long as RFC keys get, and no longer', async () => {
    const world = await givenWorld();

    expect((await put(world, 'long', small, { 'idempotency-key': 'k'.repeat(255) })).status).toBe(202);
    const { status, body } = await put(world, 'longer', small, { 'idempotency-key': 'k'.repeat(256) });
    expect([status, body.code]).toEqual([400, 'IDEMPOTENCY_KEY_TOO_LONG']);
  });

  it('without one, every request is its own operation', async () => {
    const world = await givenWorld();
    const first = await put(world, 'one', small, {});

    const second = await put(world, 'two', small, {});

    expect(first.body.operation).toMatch(/^one-[a-z]{5}-[a-z]{5}$/);
    expect(second.body.operation.replace('two', '')).not.toBe(first.body.operation.replace('one', ''));
  });
});

describe('a request that died on its way', () => {
  it.each([
    ['before the revision', 'before', writes('REVISION#')],
    ['after the revision', 'after', writes('REVISION#')],
    ['before the lock', 'before', writes('"ENVIRONMENT"')],
    ['after the lock', 'after', writes('"ENVIRONMENT"')],
    ['before the operation is written', 'before', writes('"OPERATION"')],
    ['after the operation is written', 'after', writes('"OPERATION"')],
  ] as const)('%s goes on when it is sent again with its key', async (_moment, when, rule) => {
    const { world, died } = await givenDeath(when, rule);
    const first = await put(world);

    const second = await put(world);

    expect([died(), first.status, second.status]).toEqual([true, 500, 202]);
    expect((await world.ended(second.body.operation)).status).toBe('SUCCEEDED');
    expect(executionsOf(world)).toEqual([second.body.operation]);
    expect(await operationsOf(world)).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)('%s StartExecution is open all the same, and starts once', async (when) => {
    const { world, died } = await givenDeath(when, ({ operation }) => operation === 'StartExecution');

    const first = await put(world);
    const second = await put(world);

    expect([died(), first.status]).toEqual([true, 202]);
    expect(second.body).toEqual(first.body);
    expect((await world.ended(first.body.operation)).status).toBe('SUCCEEDED');
    expect(executionsOf(world)).toEqual([first.body.operation]);
  });

  it.each([
    ['after the lock', writes('"ENVIRONMENT"')],
    ['before StartExecution', ({ operation }: SdkCall) => operation === 'StartExecution'],
  ])('%s and never sent again is taken up by the watchman', async (_moment, rule) => {
    const { world, died } = await givenDeath('after', rule);
    await put(world, 'shop', small, {});

    const { operation = '' } = await world.environment('shop');

    expect(died()).toBe(true);
    await world.until(async () => (await world.environment('shop')).status === 'AVAILABLE');
    expect(executionsOf(world)).toEqual([operation]);
  });

  it('knows its own lock when the answer to that write was lost and the SDK wrote again', async () => {
    const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', $retryable: {} });
    const { world, died } = await givenDeath('after', writes('"ENVIRONMENT"'), lost);

    const { status, body } = await put(world, 'shop', small, {});

    expect([died(), status]).toEqual([true, 202]);
    expect((await world.environment('shop')).operation).toBe(body.operation);
  });
});

describe('two requests at once', () => {
  /** The second is sent, and answered, while the first is about to make that write. */
  async function race(sent: readonly [object, object], headers: Record<string, string>, write = writes('"ENVIRONMENT"')) {
    let second: HttpAnswer<Accepted & Problem> | undefined;
    let racing = false;
    const world: TestWorld = await givenWorld({
      hook: {
        before: async (call) => {
          if (racing || !write(call)) return;
          racing = true;
          second = await put(world, 'shop', sent[1], headers);
        },
      },
    });
    const first = await put(world, 'shop', sent[0], headers);
    if (!second) throw new Error('there was no race');
    return { world, first, second };
  }

  it('under one key are one operation', async () => {
    const { world, first, second } = await race([small, small], key);

    expect(first).toEqual(second);
    expect(executionsOf(world)).toEqual([second.body.operation]);
  });

  it('under one key with two bodies are a mistake, and the first to write its wish down wins', async () => {
    const { world, first, second } = await race([{ ...small, tags: { late: 'yes' } }, small], key);

    expect([first.status, second.status, second.body.code]).toEqual([202, 422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await world.environment('shop')).toMatchObject({
      operation: first.body.operation,
      spec: { ...small, tags: { late: 'yes' } },
    });
  });

  it('under one key with two bodies never mix: what was accepted is what is made', async () => {
    const { world } = await race([{ ...small, tags: { late: 'yes' } }, small], key, writes('REVISION#'));

    expect((await world.environment('shop')).spec).toEqual(small);
  });

  it('without a key: one is accepted, the other is told of it', async () => {
    const { first, second } = await race([small, { ...small, tags: { team: 'b' } }], {});

    expect([second.status, first.status]).toEqual([202, 409]);
    expect(first.body).toMatchObject({ code: 'OPERATION_RUNNING', operation: second.body.operation });
  });
});
