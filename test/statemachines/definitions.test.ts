import { readFileSync } from 'node:fs';
import validate from 'asl-validator';
import { expect, it } from 'vitest';
import { machines } from '../../functions/catalog.ts';

it.each(Object.values(machines))('$file is a valid state machine', ({ file }) => {
  const definition = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));

  expect(validate(definition).errors).toEqual([]);
});
