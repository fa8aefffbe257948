import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Accepted, OperationPage, Problem } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { eventEar } from '../support/event-ear.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { serves } from './support-standing.ts';

const web = { image: 'nginx:1.27', port: 80 };
const spec = (colour: string): Spec => ({ services: { web: { ...web, variables: { COLOUR: colour } } } });
const colours = (world: TestWorld) => serves(world).flatMap(({ variables }) => variables.map(({ value }) => value));
/** What is wrong apart from what one environment is made of, which these tests do not care about. */
const open = async (world: TestWorld) => (await unsettled(world)).filter((line) => !/^\d+ AWS::/.test(line));

const superseding = (world: TestWorld, colour: string) =>
  world.request<Accepted & Problem>('PUT', '/environments/hello?supersede=true', spec(colour));

async function givenServing(colour: string) {
  const world = await givenWorld();
  expect(await world.ended(await world.put('hello', spec(colour)))).toMatchObject({ status: 'SUCCEEDED' });
  return world;
}

describe('a request that supersedes', () => {
  it('is an ordinary one when nothing runs', async () => {
    const world = await givenServing('red');

    const { status, body } = await superseding(world, 'blue');

    expect([status, (await world.ended(body.operation)).status]).toEqual([202, 'SUCCEEDED']);
    expect(colours(world)).toEqual(['blue']);
  });

  it.each([1, 2, 4])('has the update undone that has run for %i minutes, and follows it', async (minutes) => {
    const world = await givenServing('red');
    const first = await world.put('hello', spec('green'));
    await world.passes(minutes);

    const { status, body } = await superseding(world, 'blue');

    expect([status, (await world.environment('hello')).next ?? (await world.environment('hello')).operation]).toEqual([
      202,
      body.operation,
    ]);
    expect((await world.operation(body.operation)).status).toBe('QUEUED');
    expect((await world.ended(body.operation)).status).toBe('SUCCEEDED');
    expect((await world.operation(first)).status).toMatch(/CANCELLED|SUCCEEDED/);
    expect(colours(world)).toEqual(['blue']);
    expect(await open(world)).toEqual([]);
  });

  it('follows a create that it stops as the create', async () => {
    const world = await givenWorld();
    const first = await world.put('hello', spec('green'));
    await world.passes(1);

    const { body } = await superseding(world, 'blue');

    expect(await world.ended(body.operation)).toMatchObject({ kind: 'CREATE', status: 'SUCCEEDED' });
    expect(await world.operation(first)).toMatchObject({
      status: 'CANCELLED',
      cancelled: { reason: `superseded by ${body.operation}` },
    });
    expect(colours(world)).toEqual(['blue']);
  });

  it('takes the place of one that waits, which is told so', async () => {
    const world = await givenServing('red');
    await world.put('hello', spec('green'));
    await world.passes(1);
    const second = (await superseding(world, 'yellow')).body.operation;
    const third = (await superseding(world, 'blue')).body.operation;

    expect((await world.ended(third)).status).toBe('SUCCEEDED');
    expect(await world.operation(second)).toMatchObject({ status: 'CANCELLED', cancelled: { reason: `superseded by ${third}` } });
    expect(colours(world)).toEqual(['blue']);
    expect(await open(world)).toEqual([]);
  });

  it('may be a DELETE', async () => {
    const world = await givenWorld();
    await world.put('hello', spec('green'));
    await world.passes(1);

    const { status, body } = await world.request<Accepted>('DELETE', '/environments/hello?supersede=true');

    expect([status, body.kind]).toEqual([202, 'DELETE']);
    expect((await world.ended(body.operation)).status).toBe('SUCCEEDED');
    expect(await unsettled(world)).toEqual([]);
  });

  it('is refused while the environment is being deleted', async () => {
    const world = await givenServing('red');
    await world.request('DELETE', '/environments/hello');

    expect((await superseding(world, 'blue')).body).toMatchObject({ status: 409, code: 'DELETE_NOT_CANCELLABLE' });
  });

  it('is the same request when it comes twice under one key', async () => {
    const world = await givenServing('red');
    await world.put('hello', spec('green'));
    await world.passes(1);
    const key = { 'idempotency-key': 'once' };
    const send = () => world.request<Accepted>('PUT', '/environments/hello?supersede=true', spec('blue'), key);

    const [one, two] = [await send(), await send()];
    expect(two.body).toEqual(one.body);
    expect((await world.ended(one.body.operation)).status).toBe('SUCCEEDED');
    expect((await send()).body.operation).toBe(one.body.operation);
  });
});

describe('an operation that waits', () => {
  it('ends with an event like every other when it is cancelled, as often as that is asked for', async () => {
    const ear = eventEar();
    const world = await givenWorld({ around: ear.around });
    ear.listen(world);
    await world.put('hello', spec('green'));
    await world.passes(1);
    const { operation } = (await superseding(world, 'blue')).body;
    const cancel = async () => (await world.request('POST', `/operations/${operation}/cancel`, { reason: 'a mistake' })).status;

    expect([await cancel(), await cancel()]).toEqual([202, 202]);
    await world.passes(30);

    expect(await cancel()).toBe(202);
    expect(ear.heard.filter(({ detail }) => 'operation' in detail && detail.operation === operation)).toMatchObject([
      {
        'detail-type': 'Operation Cancelled',
        detail: { id: `${operation}/ended`, by: 'arn:aws:iam::111122223333:user/ada', reason: 'a mistake' },
      },
    ]);
  });

  it('ends with an event when nothing can be begun any more', async () => {
    const ear = eventEar();
    const world = await givenWorld({ around: ear.around });
    ear.listen(world);
    await world.ended(await world.put('hello', spec('red')));
    const changed = { services: { web: { ...web, image: 'acme/crashes:1', logs: { retentionDays: 30 } } } };
    const first = await world.put('hello', changed);
    await world.until(async () => (await world.operation(first)).waits.some(({ subject }) => subject === 'services'));
    const { operation } = (await superseding(world, 'blue')).body;
    // What the way back has to change is gone.
    const { logGroups } = world.region.call('CloudWatchLogs', 'DescribeLogGroups', {}) as {
      logGroups: { logGroupName: string }[];
    };
    for (const { logGroupName } of logGroups.filter((one) => one.logGroupName.includes('WebLogGroup')))
      world.region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName });
    await world.ended(first);
    await world.passes(5);

    expect([(await world.environment('hello')).status, (await world.operation(operation)).status]).toEqual([
      'STUCK',
      'CANCELLED',
    ]);
    expect(ear.heard.filter(({ detail }) => 'operation' in detail && detail.operation === operation)).toHaveLength(1);
  });

  it('can be cancelled, and then never begins', async () => {
    const world = await givenServing('red');
    const first = await world.put('hello', spec('green'));
    await world.passes(1);
    const { operation } = (await superseding(world, 'blue')).body;

    const { status } = await world.request('POST', `/operations/${operation}/cancel`, { reason: 'a mistake' });

    expect(status).toBe(202);
    expect(await world.operation(operation)).toMatchObject({ status: 'FAILING', cancelled: { reason: 'a mistake' } });
    expect((await world.ended(operation, 2)).timeline.map(({ text }) => text)).toEqual([
      'cancelled by arn:aws:iam::111122223333:user/ada: a mistake',
      'CANCELLED',
    ]);
    expect((await world.ended(first)).status).toBe('CANCELLED');
    await world.passes(10);
    expect(colours(world)).toEqual(['red']);
    expect(await open(world)).toEqual([]);
  });
});

const action = fc.oneof(
  fc.record({ do: fc.constant('supersede' as const), colour: fc.constantFrom('red', 'green', 'blue') }),
  fc.record({ do: fc.constant('put' as const), colour: fc.constantFrom('red', 'green', 'blue') }),
  fc.record({ do: fc.constant('patch' as const), colour: fc.constantFrom('red', 'green', 'blue') }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'delete' as const, 'rebuild' as const, 'restart' as const) }),
);

it('whatever is asked for in whatever order and moment: one at a time, none is lost, none is doubled', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(action, fc.integer({ min: 0, max: 80 })), { minLength: 2, maxLength: 7 }),
      async (steps) => {
        const ear = eventEar();
        const world = await givenWorld({ around: ear.around });
        ear.listen(world);
        const accepted = new Set<string>();
        for (const [step, timers] of steps) {
          const answer =
            step.do === 'cancel'
              ? await world.request<Accepted>('POST', `/operations/${[...accepted].at(-1) ?? 'none'}/cancel`, {})
              : step.do === 'delete'
                ? await world.request<Accepted>('DELETE', '/environments/hello?supersede=true')
                : step.do === 'patch'
                  ? await world.request<Accepted>('PATCH', '/environments/hello?supersede=true', spec(step.colour))
                  : step.do === 'rebuild' || step.do === 'restart'
                    ? await world.request<Accepted>('POST', `/environments/hello/${step.do}`)
                    : await world.request<Accepted>(
                        'PUT',
                        `/environments/hello${step.do === 'supersede' ? '?supersede=true' : ''}`,
                        spec('colour' in step ? step.colour : ''),
                      );
          if (answer.status === 202 && step.do !== 'cancel') accepted.add(answer.body.operation);
          for (let fired = 0; fired < timers && world.region.nextTimerAt() !== undefined; fired += 1) {
            world.region.fireNext();
            await world.idle();
          }
          const page = (await world.request<OperationPage>('GET', '/operations?limit=100')).body;
          // One that was taken out of its place before it began is FAILING too, until it is told.
          const atWork = page.operations.filter((one) => one.startedAt && /RUNNING|FAILING/.test(one.status));
          expect(atWork.length).toBeLessThanOrEqual(1);
        }
        await world.passes(180);

        const { operations } = (await world.request<OperationPage>('GET', '/operations?limit=100')).body;
        expect(operations.map(({ id }) => id).sort()).toEqual([...accepted].sort());
        expect(operations.filter(({ status }) => !/^(SUCCEEDED|FAILED|CANCELLED)$/.test(status))).toEqual([]);
        const ends = ear.heard.flatMap(({ 'detail-type': type, detail }) =>
          /^Operation [^SP]|Succeeded/.test(type) && 'operation' in detail ? [`${detail.operation} ${type}`] : [],
        );
        const told = operations.map(({ id, status }) => `${id} Operation ${status[0]}${status.slice(1).toLowerCase()}`);
        expect([...new Set(ends)].sort()).toEqual(told.sort());
        expect(await open(world)).toEqual([]);
      },
    ),
    { numRuns: Number(process.env.MOORAGE_RACES ?? 1) },
  );
});
