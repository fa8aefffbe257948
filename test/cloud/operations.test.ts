import { expect, it } from 'vitest';
import { makeTable } from '../../cloud/table.ts';
import type { Plan } from '../../domain/operation/operation.ts';
import { embeddedConnect } from '../../local/connect.ts';
import type { Diagnosis } from '../../schemas/gen/api.types.ts';
import { operation } from '../domain/operation/operations.ts';
import { givenWorld } from '../support/world.ts';

async function givenOperation() {
  const { region, dynamo, settings } = await givenWorld();
  const { operations } = makeTable(embeddedConnect(region, dynamo), settings.TABLE ?? '');
  const begun = operation();
  await operations.create(begun);
  return { operations, id: begun.id };
}

const plan = (key: string): Plan => ({
  stacks: { services: { templateKey: key, templateHash: '', parameters: {}, late: [] } },
  contract: [],
  images: [],
  services: [],
});
const diagnosis = (code: string): Diagnosis => ({ code, sentence: '', evidence: [], remedy: '', terminal: false });

it('a plan once written is the plan', async () => {
  const { operations, id } = await givenOperation();

  expect(await operations.savePlan(id, plan('first'))).toBe(true);
  expect(await operations.savePlan(id, plan('second'))).toBe(false);

  expect((await operations.get(id))?.plan).toEqual(plan('first'));
});

it('the first diagnosis stays, and none is kept of what is not there', async () => {
  const { operations, id } = await givenOperation();

  expect(await operations.saveDiagnosis(id, diagnosis('FIRST'))).toBe(true);
  expect(await operations.saveDiagnosis(id, diagnosis('SECOND'))).toBe(false);
  expect(await operations.saveDiagnosis('shop-never-never', diagnosis('FIRST'))).toBe(false);

  expect((await operations.get(id))?.diagnosis?.code).toBe('FIRST');
  expect(await operations.get('shop-never-never')).toBeUndefined();
});
