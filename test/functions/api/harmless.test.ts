import { expect, it } from 'vitest';
import { drawHealth } from '../../../functions/api/draw-health.ts';
import { drawLogs } from '../../../functions/api/draw-logs.ts';
import { drawOperation } from '../../../functions/api/draw-operation.ts';
import type { EnvironmentHealth, EnvironmentLogs, OperationView } from '../../../schemas/gen/api.types.ts';
import { givenWorld } from '../../support/world.ts';
import { givenServing } from './serving.ts';

/** Clears the screen, names the window, rings, goes back and writes over, and begins a line that looks like one of ours. */
const nasty = '\u001b[2J\u001b]0;mine\u0007no\rall is well\u009b1m\nall is well\u0000';

/** The same value with every text in it followed by what would steer a terminal. */
function poisoned<T>(value: T): T {
  if (typeof value === 'string') return `${value}${nasty}` as T;
  if (Array.isArray(value)) return value.map(poisoned) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poisoned(one)])) as T;
}

/** What is left of a text that a terminal does not just show. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const steering = (text: string) => text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g) ?? [];

it('no text of a container, a build or AWS steers the terminal an operation is shown in', async () => {
  const world = await givenWorld();
  const id = await world.put('shop', { services: { web: { image: 'acme/crashes:1', port: 80 } } });
  const view: OperationView = await world.ended(id);

  const drawn = drawOperation(poisoned(view));

  expect(view.diagnosis?.evidence.length).toBeGreaterThan(0);
  expect(steering(drawn)).toEqual([]);
  expect(drawn.split('\n')).toHaveLength(drawOperation(view).split('\n').length);
});

it('nor one that health or logs are shown in', async () => {
  const world = await givenServing();
  const health = (await world.request<EnvironmentHealth>('GET', '/environments/shop/health')).body;
  const logs = (await world.request<EnvironmentLogs>('GET', '/environments/shop/logs')).body;

  expect(steering(drawHealth(poisoned(health)))).toEqual([]);
  expect(drawHealth(poisoned(health)).split('\n')).toHaveLength(drawHealth(health).split('\n').length);
  expect(steering(drawLogs(poisoned(logs)))).toEqual([]);
});
