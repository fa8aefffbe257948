import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Plan } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const web: Service = { image: 'nginx:1.27', port: 80 };
const spec = (service: Service, more: Spec = {}): Spec => ({ services: { web: { ...web, ...service } }, ...more });

async function givenServing(first: Spec) {
  const world = await givenWorld();
  const operation = await world.ended(await world.put('hello', first));
  return { world, operation };
}
async function asked(world: TestWorld, what: string, body?: object): Promise<OperationView> {
  const answer = await world.request<Accepted>('POST', `/environments/hello/${what}`, body);
  return world.ended(answer.body.operation);
}
/** What the timeline says of the plan. */
const planned = ({ timeline }: OperationView) => timeline.flatMap(({ phase, text }) => (phase === 'PLAN' ? [text] : []));

describe('the timeline of an update', () => {
  it('says what becomes of each service, and of those that are left alone nothing', async () => {
    const { world, operation } = await givenServing({ services: { web, api: web, old: web } });
    const services = { web: { ...web, desiredCount: 2 }, api: { ...web, variables: { COLOUR: 'red' } }, next: web };
    const { id } = await world.ended(await world.put('hello', { services }));

    expect(planned(operation)).toEqual([]);
    expect(planned(await world.operation(id)).sort()).toEqual([
      'service api has its tasks replaced, one after another: Environment of container api',
      'service next is added',
      'service old is removed',
      'service web is changed in place, its tasks go on: DesiredCount of the service',
    ]);
  });

  it('says what can be noticed in the very words of its plan', async () => {
    const { world } = await givenServing(spec({}, { bastion: true, network: { zones: 2, nat: 'perZone' } }));
    const wish = spec({});
    const { interruptions = [] } = (await world.request<Plan>('POST', '/plans', { name: 'hello', spec: wish })).body;

    const update = await world.ended(await world.put('hello', wish));

    expect(interruptions.length).toBeGreaterThan(1);
    expect(planned(update)).toEqual(expect.arrayContaining(interruptions.map(({ what, why }) => `${what}: ${why}`)));
  });

  it('says it also of an update that fails', async () => {
    const { world } = await givenServing(spec({}));

    const update = await world.ended(await world.put('hello', spec({ image: 'nginx:does-not-exist' })));

    expect([update.status, planned(update)]).toEqual([
      'FAILED',
      ['service web has its tasks replaced, one after another: Image of container web'],
    ]);
  });
});

it('a restart says whose tasks it replaces, a rebuild and a rollback only what they know before their images', async () => {
  const { world } = await givenServing(spec({}));

  expect(planned(await asked(world, 'restart'))).toEqual([
    'service web has its tasks replaced, one after another: DockerLabels of container web',
  ]);
  expect(planned(await asked(world, 'rebuild'))).toEqual([]);
});

it('the warnings an operation was accepted with stand in its timeline', async () => {
  const world = await givenWorld();
  const sidecars = { agent: { image: 'busybox:1.36', command: ['sleep', 'infinity'] } };
  const warned = spec({ healthCheck: { command: ['true'] }, sidecars });

  const { body } = await world.request<Accepted>('PUT', '/environments/hello', warned);

  expect(body.findings).toMatchObject([{ severity: 'warning', code: 'HEALTH_UNKNOWN' }]);
  const said = body.findings?.map(({ code, pointer, message }) => `${code} ${pointer}: ${message}`) ?? [];
  expect((await world.operation(body.operation)).timeline.map(({ text }) => text)).toEqual(said);
});
