import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld } from '../support/world.ts';

const folder = new URL('../../examples/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

it.each(files)('examples/%s is created, serves, and leaves nothing when it is deleted', async (file) => {
  const world = await givenWorld();
  const spec = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Spec;

  const created = await world.ended(await world.put('example', spec));

  expect(created).toMatchObject({ status: 'SUCCEEDED' });
  expect(await world.environment('example')).toMatchObject({ status: 'AVAILABLE' });

  const { body } = await world.request<{ operation: string }>('DELETE', '/environments/example');

  expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await unsettled(world)).toEqual([]);
});
