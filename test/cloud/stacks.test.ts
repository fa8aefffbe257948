import { expect, it } from 'vitest';
import { makeStacks } from '../../cloud/stacks.ts';
import { connectTo } from '../../simulator/connect.ts';
import { create, settle, stackWorld, update } from '../simulator/cloudformation/stack-world.ts';

const group = (RetentionInDays: number) => ({ A: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays } } });
const days = [1, 3, 5, 7, 14, 30, 60, 90];

/** A stack that has been updated so often that its events fill pages, and what reads them. */
function givenOldStack() {
  const region = stackWorld();
  create(region, 'app', group(1), {}, { ClientRequestToken: 'create' });
  settle(region);
  for (let n = 1; n <= 60; n += 1) {
    update(region, 'app', group(days[n % days.length] ?? 1), {}, { ClientRequestToken: `update-${n}` });
    settle(region);
  }
  let pages = 0;
  const before = ({ operation }: { operation: string }) => {
    if (operation === 'DescribeStackEvents') pages += 1;
  };
  const stacks = makeStacks(connectTo(region, { before }), { bucket: 'templates', region: 'eu-west-1' });
  return { region, stacks, pages: () => pages };
}
const longAgo = '2020-01-01T00:00:00.000Z';

it('tells what one operation did to a stack, in its order, and reads no further back than that', async () => {
  const { stacks, pages } = givenOldStack();

  const events = await stacks.resourceEvents('app', 'update-60', longAgo);

  expect(events.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual(['A UPDATE_IN_PROGRESS', 'A UPDATE_COMPLETE']);
  expect(pages()).toBe(1);
});

it('finds an operation that others have followed, and looks for one that never came no longer than it can have been', async () => {
  const { region, stacks, pages } = givenOldStack();

  expect(await stacks.resourceEvents('app', 'update-2', longAgo)).toHaveLength(2);
  const before = pages();
  expect(before).toBeGreaterThan(1);
  expect(await stacks.resourceEvents('app', 'never', new Date(region.state.now).toISOString())).toEqual([]);
  expect(pages()).toBe(before + 1);
});

it('tells nothing of a stack there is none of', async () => {
  expect(await givenOldStack().stacks.resourceEvents('none', 'create', longAgo)).toEqual([]);
});
