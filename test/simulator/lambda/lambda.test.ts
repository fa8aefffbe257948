import { describe, expect, test } from 'vitest';
import { invokeAsynchronously } from '../../../simulator/lambda/invoke-asynchronously.ts';
import { lambda } from '../../../simulator/lambda/lambda.ts';
import type { LambdaState } from '../../../simulator/lambda/lambda-state.ts';
import { makeRegion, type RegionState } from '../../../simulator/region.ts';
import { pass } from '../cloudformation/provider-world.ts';

function withFunction(fails: (attempt: number) => boolean = () => false, state?: RegionState) {
  const heard: { functionName: string; event: unknown; second: number }[] = [];
  const region = makeRegion({
    services: [lambda],
    ...(state && { state }),
    runLambda: async (functionName, event) => {
      heard.push({ functionName, event, second: Math.round((region.state.now - began) / 1000) });
      if (fails(heard.length)) throw new Error('no');
    },
  });
  const began = region.state.now;
  return { region, heard, dropped: () => region.context.state<LambdaState>('Lambda').dropped };
}

describe('an asynchronous invocation', () => {
  test('comes to the function within a second, and its caller has not waited', async () => {
    const { region, heard } = withFunction();
    invokeAsynchronously(region.context, 'f', { n: 1 });
    expect(heard).toEqual([]);
    await pass(region, 1);
    expect(heard).toMatchObject([{ functionName: 'f', event: { n: 1 } }]);
  });
  test('of a failing function is tried twice more, after one minute and two, and then dropped', async () => {
    const { region, heard, dropped } = withFunction(() => true);
    invokeAsynchronously(region.context, 'f', { n: 1 });
    await pass(region, 600);
    const [first = 0, second = 0, third = 0] = heard.map((one) => one.second);
    expect([second - first, third - second, heard.length]).toEqual([60, 120, 3]);
    expect(dropped()).toMatchObject([{ functionName: 'f', payload: { n: 1 }, error: 'no' }]);
  });
  test('of a function that then succeeds is over', async () => {
    const { region, heard, dropped } = withFunction((attempt) => attempt === 1);
    invokeAsynchronously(region.context, 'f', {});
    await pass(region, 600);
    expect([heard.length, dropped().length]).toEqual([2, 0]);
  });
  test('of a function that died with its process is tried again', async () => {
    const { region } = withFunction();
    invokeAsynchronously(region.context, 'f', {});
    while (Object.keys(region.state.invocations).length === 0) region.fireNext();
    const { region: revived, heard } = withFunction(() => false, structuredClone(region.state));
    await pass(revived, 120);
    expect(heard).toMatchObject([{ second: 60 }]);
  });
  test('comes twice with the knob lambda.doubled', async () => {
    const { region, heard } = withFunction();
    region.setKnob('lambda.doubled', true);
    invokeAsynchronously(region.context, 'f', {});
    await pass(region, 600);
    expect(heard).toHaveLength(2);
  });
});
