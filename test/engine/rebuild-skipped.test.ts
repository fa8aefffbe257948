import { expect, it } from 'vitest';
import { validateRebuildSkipped } from '../../schemas/gen/event-validators.js';
import { demoSpec } from '../support/demo-spec.ts';
import { eventEar } from '../support/event-ear.ts';
import { withoutRecord } from '../support/without-record.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { restore } from './support-restore.ts';
import { rotate, web } from './support-triggers.ts';

async function givenEar() {
  const ear = eventEar();
  const world = await givenWorld({ around: ear.around });
  ear.listen(world);
  return { world, ...ear };
}
const ask = ({ region }: TestWorld, id: string) =>
  region.call('EventBridge', 'PutEvents', {
    Entries: [
      {
        EventBusName: 'moorage',
        Source: 'acme.ci',
        DetailType: 'Rebuild Requested',
        Detail: JSON.stringify({ id, environments: ['hello'] }),
      },
    ],
  });
/** Each once, however often it was told. */
const skipped = (heard: ReturnType<typeof eventEar>['heard']) => {
  const details = heard.filter((one) => one['detail-type'] === 'Rebuild Skipped').map(({ detail }) => detail);
  for (const detail of details) expect([validateRebuildSkipped(detail), detail]).toEqual([true, detail]);
  return [...new Map(details.map((detail) => [detail.id, detail])).values()];
};

it('a rebuild asked for of what is STUCK is told as skipped, with the operation that left it so', async () => {
  const before = await givenWorld();
  const id = await before.put('hello', demoSpec);
  await before.until(async () =>
    (await before.operation(id)).phases.some(({ phase, status }) => phase === 'SERVICES' && status === 'RUNNING'),
  );
  const { heard, around, listen } = eventEar();
  const world = await withoutRecord(before, { around });
  listen(world);
  await restore(world);
  expect(await world.environment('hello')).toMatchObject({ status: 'STUCK', lastOperation: id });

  ask(world, 'build 7');
  ask(world, 'build 7');
  await world.passes(5);

  expect(skipped(heard)).toMatchObject([
    {
      environment: 'hello',
      trigger: 'event',
      code: 'ENVIRONMENT_STUCK',
      operation: id,
      sentence: 'It is STUCK: repair it, then ask again.',
    },
  ]);
});

it('new tasks asked for of what is paused are told as skipped; whoever wakes it starts them', async () => {
  const { world, heard } = await givenEar();
  const reading = { ...web, secrets: { HUB: dockerHubSecret } };
  const spec = { rebuild: { onSecretRotation: true }, services: { web: reading } };
  await world.ended(await world.put('hello', spec));
  await world.ended(await world.put('hello', { ...spec, paused: true }));

  rotate(world, '2026-11-01T04:00:00Z');
  await world.passes(5);

  expect(skipped(heard)).toMatchObject([{ environment: 'hello', revision: 2, trigger: 'secret', code: 'ENVIRONMENT_PAUSED' }]);
});
