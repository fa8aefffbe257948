import { describe, expect, it } from 'vitest';
import type { Accepted, OperationPage, OperationView, Problem } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { CallHook, SdkCall } from '../../simulator/connect.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const { stock = {} } = demoSpec.services;
/** One service goes, so the update has something to contract, and from then on no way back. */
const without: Spec = { services: { stock: { ...stock, variables: { COLOUR: 'green' } } } };
const patch = { services: { stock: { desiredCount: 2 } } };
const eve = 'arn:aws:iam::111122223333:user/eve';
const ada = 'arn:aws:iam::111122223333:user/ada';

type Answer = Accepted & Problem;
const ask = (world: TestWorld, method: string, body?: object, headers?: Record<string, string>) =>
  world.request<Answer>(method, '/environments/hello?supersede=true', body, headers);
/** PUT by somebody else than `user/ada`, who is everybody else in these tests. */
async function askAs({ answer }: TestWorld, userArn: string, body: object) {
  const event = {
    version: '2.0',
    rawQueryString: 'supersede=true',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    requestContext: { http: { method: 'PUT', path: '/environments/hello' }, authorizer: { iam: { userArn } } },
  };
  const { statusCode, body: text } = (await answer(event)) as { statusCode: number; body: string };
  return { status: statusCode, body: JSON.parse(text) as Answer };
}
const builds = ({ attempts }: OperationView) => attempts.filter(({ action }) => action === 'build').map(({ subject }) => subject);
const pastReturn = (world: TestWorld, id: string) =>
  world.until(async () => (await world.operation(id)).attempts.some(({ subject }) => subject.endsWith('+contract')));

/** `hello` serves the demo as revision 1, and an update to `spec` is contracting. */
async function givenPastReturn(spec: Spec = without) {
  const world = await givenWorld();
  await world.ended(await world.put('hello', demoSpec));
  const running = await world.put('hello', spec);
  await pastReturn(world, running);
  return { world, running };
}

async function ended(world: TestWorld, { body }: { readonly body: Answer }): Promise<OperationView> {
  const operation = await world.ended(body.operation);
  await world.idle();
  return operation;
}
const dismissed = (reason: RegExp) => ({
  status: 'CANCELLED',
  cancelled: { by: 'moorage', reason: expect.stringMatching(reason) },
});

describe('what waits behind an update that comes to serve', () => {
  it('never begins when it was a patch of what served before', async () => {
    const { world } = await givenPastReturn();

    const waiting = await ended(world, await ask(world, 'PATCH', patch));

    expect(waiting).toMatchObject(dismissed(/revision 2 serves by now.* revision 1/));
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 2, spec: without });
  });

  it('never begins when it was asked of one revision only', async () => {
    const { world } = await givenPastReturn();

    const waiting = await ended(world, await ask(world, 'PUT', demoSpec, { 'if-match': '"1"' }));

    expect(waiting).toMatchObject(dismissed(/revision 2 serves by now/));
    expect(await world.environment('hello')).toMatchObject({ revision: 2, spec: without });
  });

  it('begins when it said everything itself, with the images that serve by then', async () => {
    const httpd: Spec = { services: { stock: { ...stock, image: 'httpd:2.4' } } };
    const { world } = await givenPastReturn(httpd);

    const waiting = await ended(
      world,
      await ask(world, 'PUT', { services: { stock: { ...stock, image: 'httpd:2.4', desiredCount: 2 } } }),
    );

    expect([waiting.status, builds(waiting)]).toEqual(['SUCCEEDED', []]);
    expect(await world.environment('hello')).toMatchObject({ revision: 3 });
  });

  it('goes back to images that what serves by then has not', async () => {
    const { world } = await givenPastReturn();

    const back = await ended(world, await ask(world, 'PUT', demoSpec));

    expect([back.status, builds(back)]).toEqual(['SUCCEEDED', []]);
  });

  it('never begins when it is a DELETE and that has protected the environment', async () => {
    const { world } = await givenPastReturn({ ...without, protected: true });

    const waiting = await ended(world, await ask(world, 'DELETE'));

    expect(waiting).toMatchObject(dismissed(/is protected/));
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 2 });
  });

  it.each([
    ['of the creator, who stays in', 'begins', ada, ada, 'SUCCEEDED'],
    ['of the new owner', 'begins', eve, eve, 'SUCCEEDED'],
    ['of somebody that keeps out', 'never begins', eve, ada, 'CANCELLED'],
  ])('%s %s when that changes the owners', async (_who, _what, actor, owner, status) => {
    const { world } = await givenPastReturn({ ...without, owners: [owner] });

    const waiting = await ended(world, await askAs(world, actor, demoSpec));

    expect(waiting.status).toBe(status);
    expect((await world.environment('hello')).revision).toBe(status === 'SUCCEEDED' ? 3 : 2);
    if (status === 'CANCELLED') expect(waiting).toMatchObject(dismissed(/its owners are others/));
  });

  it('leaves its place to the rebuild that was remembered', async () => {
    const { world } = await givenPastReturn();
    const Detail = JSON.stringify({ id: 'one', environments: ['hello'], reason: 'a new base' });
    const Entries = [{ EventBusName: 'moorage', Source: 'acme.ci', DetailType: 'Rebuild Requested', Detail }];
    world.region.call('EventBridge', 'PutEvents', { Entries });
    await world.idle();

    await ended(world, await ask(world, 'PATCH', patch));
    await world.passes(20);

    const { operations } = (await world.request<OperationPage>('GET', '/operations?environment=hello')).body;
    expect(operations.map(({ kind, status }) => `${kind} ${status}`)).toContain('REBUILD SUCCEEDED');
  });
});

describe('what waits behind an update that goes back', () => {
  it('begins, a patch of what serves as well as one that names its revision', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('hello', demoSpec));
    await world.put('hello', without);
    await world.passes(1);

    const patched = await ended(world, await ask(world, 'PATCH', patch, { 'if-match': '"1"' }));

    expect(patched.status).toBe('SUCCEEDED');
    expect((await world.environment('hello')).effective).toMatchObject({
      services: { custom: {}, stock: { desiredCount: 2 } },
    });
  });
});

/** Just before the request takes its place behind what runs, or just after, that comes to its end. */
async function givenEndsMeanwhile(serving: readonly Spec[], spec: Spec, moment: 'before' | 'after' = 'before') {
  let running: string | undefined;
  const hook: CallHook = {
    [moment]: async ({ operation, input }: SdkCall) => {
      const { UpdateExpression = '' } = input as { UpdateExpression?: string };
      if (operation !== 'UpdateItem' || !UpdateExpression.startsWith('SET #next') || running === undefined) return;
      const id = running;
      running = undefined;
      for (let status = ''; !/SUCCEEDED|FAILED|CANCELLED/.test(status); { status } = await world.operation(id)) {
        world.region.fireNext();
        do await new Promise(setImmediate);
        while (world.region.running() > 0);
      }
    },
  };
  const world = await givenWorld({ hook });
  for (const one of serving) await world.ended(await world.put('hello', one));
  const id = await world.put('hello', spec);
  await world.passes(1);
  running = id;
  return world;
}

describe('a request that is about to wait when what runs ends', () => {
  it('is an update when that was the create', async () => {
    const world = await givenEndsMeanwhile([], without);

    const answer = await ask(world, 'PUT', { services: { stock: { ...stock, desiredCount: 2 } } });

    expect(answer).toMatchObject({ status: 202, body: { kind: 'UPDATE', revision: 2 } });
    expect((await ended(world, answer)).status).toBe('SUCCEEDED');
  });

  it('is refused when what has come to serve does not allow it', async () => {
    const world = await givenEndsMeanwhile([], { ...without, network: { cidr: '10.60.0.0/18' } });

    const { body } = await ask(world, 'PUT', { ...without, network: { cidr: '10.70.0.0/18' } });

    expect(body).toMatchObject({ status: 400, code: 'SPEC_REFUSED' });
  });

  it('never begins when it has its place already, and cannot follow what has come to serve', async () => {
    const world = await givenEndsMeanwhile([], { ...without, network: { cidr: '10.60.0.0/18' } }, 'after');

    const waiting = await ended(world, await ask(world, 'PUT', { ...without, network: { cidr: '10.70.0.0/18' } }));

    expect(waiting).toMatchObject(dismissed(/revision 1 serves by now, which this cannot follow: \/network\/cidr /));
    expect(await world.environment('hello')).toMatchObject({ status: 'AVAILABLE', revision: 1 });
  });

  it('patches what has come to serve', async () => {
    const world = await givenEndsMeanwhile([demoSpec], without);

    expect((await ended(world, await ask(world, 'PATCH', patch))).status).toBe('SUCCEEDED');

    expect((await world.environment('hello')).spec).toEqual({
      services: { stock: { ...without.services?.stock, desiredCount: 2 } },
    });
  });

  it('is refused when it was asked of one revision only', async () => {
    const world = await givenEndsMeanwhile([demoSpec], without);

    expect((await ask(world, 'PUT', demoSpec, { 'if-match': '"1"' })).body).toMatchObject({
      status: 412,
      code: 'REVISION_MOVED',
    });
  });

  it('is refused when it is a DELETE of what is protected by now', async () => {
    const world = await givenEndsMeanwhile([demoSpec], { ...without, protected: true });

    expect((await ask(world, 'DELETE')).body).toMatchObject({ status: 409, code: 'ENVIRONMENT_PROTECTED' });
  });
});

describe('an operation that is handed the lock and has no item of its own yet', () => {
  /** What is asked just before the item of what waited is written for the first time. */
  async function givenHandedOver(asks: (world: TestWorld, id: string) => Promise<void>) {
    let waiting = '';
    const hook: CallHook = {
      before: async ({ operation, input }: SdkCall) => {
        const { Item } = input as { Item?: { pk?: unknown } };
        if (operation !== 'PutItem' || waiting === '' || !JSON.stringify(Item?.pk ?? '').includes(`OPERATION#${waiting}`)) return;
        const id = waiting;
        waiting = '';
        await asks(world, id);
      },
    };
    const world: TestWorld = await givenWorld({ hook });
    await world.ended(await world.put('hello', demoSpec));
    await world.put('hello', without);
    await world.passes(1);
    const { operation } = (await ask(world, 'PUT', demoSpec)).body;
    waiting = operation;
    return world.ended(operation);
  }

  it('is found', async () => {
    const seen: unknown[] = [];
    await givenHandedOver(async (world, id) => {
      const { status, body } = await world.request<OperationView>('GET', `/operations/${id}`);
      seen.push([status, body.status, body.kind]);
    });

    expect(seen).toEqual([[200, 'QUEUED', 'UPDATE']]);
  });

  it('can be cancelled', async () => {
    const ended = await givenHandedOver(async (world, id) => {
      expect((await world.request('POST', `/operations/${id}/cancel`, { reason: 'a mistake' })).status).toBe(202);
    });

    expect(ended).toMatchObject({ status: 'CANCELLED', cancelled: { reason: 'a mistake' } });
  });
});
