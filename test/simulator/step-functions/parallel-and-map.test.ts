import { expect, test } from 'vitest';
import { awaitToken, givenRegion, invoke, machineOf, thrown } from './given-region.ts';

test('Parallel gives every branch its input and collects the outputs in order', async () => {
  const aws = givenRegion({ slow: (n: number) => n + 1 });
  const arn = await aws.run(
    machineOf({
      Both: {
        Type: 'Parallel',
        Branches: [
          machineOf({ Nap: { Type: 'Wait', Seconds: 9, Next: 'Add' }, Add: invoke('slow') }),
          machineOf({ Quick: { Type: 'Pass', Result: 'quick', End: true } }),
        ],
        ResultPath: '$',
        End: true,
      },
    }),
    1,
  );
  expect(aws.output(arn)).toEqual([2, 'quick']);
});

test('a failing branch stops its siblings: nothing of theirs is entered or retried, a running Lambda becomes a zombie', async () => {
  let finish = (_value: unknown) => {};
  const tokens: string[] = [];
  const aws = givenRegion({
    broken: () => {
      throw thrown('Broken', 'no');
    },
    flaky: () => {
      throw thrown('Flaky', 'again');
    },
    slow: () =>
      new Promise((done) => {
        finish = done;
      }),
    keep: ({ token }: { token: string }) => tokens.push(token),
  });
  const Retry = [{ ErrorEquals: ['Flaky'], IntervalSeconds: 30, BackoffRate: 1, MaxAttempts: 50 }];
  const arn = aws.start(
    aws.machine(
      machineOf({
        Fan: {
          Type: 'Parallel',
          Branches: [
            machineOf({ Later: { Type: 'Wait', Seconds: 10, Next: 'Break' }, Break: invoke('broken') }),
            machineOf({ Slow: invoke('slow', { Next: 'Next' }), Next: invoke('flaky') }),
            machineOf({ Flaky: invoke('flaky', { Retry }) }),
            machineOf({ Token: awaitToken('keep', { TimeoutSeconds: 60 }) }),
          ],
          Catch: [{ ErrorEquals: ['Broken'], Next: 'After' }],
          Next: 'After',
        },
        After: { Type: 'Wait', Seconds: 600, End: true },
      }),
    ),
  );
  await aws.until(() => aws.types(arn).includes('ParallelStateFailed'));
  const invocations = aws.invoked.length;
  expect(aws.region.running()).toBe(1);
  finish('zombie');
  await aws.untilClosed(arn);
  expect(aws.invoked).toHaveLength(invocations);
  expect(() => aws.succeed(tokens[0] ?? '', {})).toThrow(expect.objectContaining({ name: 'TaskTimedOut' }));
  const types = aws.types(arn);
  expect(types.slice(types.indexOf('ParallelStateFailed'))).toEqual([
    'ParallelStateFailed',
    'ParallelStateExited',
    'WaitStateEntered',
    'WaitStateExited',
    'ExecutionSucceeded',
  ]);
});

test('Parallel is retried as a whole and fails with the error of its branch', async () => {
  let calls = 0;
  const aws = givenRegion({
    broken: () => {
      calls += 1;
      if (calls === 1) throw thrown('Broken', 'once');
      return calls;
    },
  });
  const Retry = [{ ErrorEquals: ['Broken'] }];
  const arn = await aws.run(
    machineOf({ Fan: { Type: 'Parallel', Branches: [machineOf({ Only: invoke('broken') })], Retry, End: true } }),
  );
  expect(aws.output(arn)).toEqual([2]);
});

test('a failing inner Parallel stops everything below it and is caught outside', async () => {
  const aws = givenRegion({
    broken: () => {
      throw thrown('Broken', 'no');
    },
    count: () => 1,
  });
  const inner = {
    Type: 'Parallel',
    Branches: [
      machineOf({ Break: invoke('broken') }),
      machineOf({ Nap: { Type: 'Wait', Seconds: 5, Next: 'Count' }, Count: invoke('count') }),
    ],
    End: true,
  };
  const arn = await aws.run(
    machineOf({
      Outer: {
        Type: 'Parallel',
        Branches: [
          machineOf({ Inner: inner }),
          machineOf({ Nap: { Type: 'Wait', Seconds: 5, Next: 'Count' }, Count: invoke('count') }),
        ],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'After' }],
        End: true,
      },
      After: { Type: 'Wait', Seconds: 60, End: true },
    }),
  );
  expect(aws.describe(arn).status).toBe('SUCCEEDED');
  expect(aws.invoked.map(({ name }) => name)).toEqual(['broken']);
});

test.each(['ItemProcessor', 'Iterator'])('Map with %s runs every item of ItemsPath and keeps their order', async (processor) => {
  const aws = givenRegion({ double: (n: number) => n * 2 });
  const arn = await aws.run(
    machineOf({
      Each: {
        Type: 'Map',
        ItemsPath: '$.numbers',
        ResultPath: '$.doubled',
        [processor]: machineOf({ Work: invoke('double') }),
        End: true,
      },
    }),
    { numbers: [1, 2, 3] },
  );
  expect(aws.output(arn)).toEqual({ numbers: [1, 2, 3], doubled: [2, 4, 6] });
});

test('Map with nothing to do succeeds with an empty list', async () => {
  const aws = givenRegion();
  const arn = await aws.run(
    machineOf({ Each: { Type: 'Map', ItemProcessor: machineOf({ Work: { Type: 'Succeed' } }), End: true } }),
    [],
  );
  expect(aws.output(arn)).toEqual([]);
});

test('ItemSelector reads the input of the Map and the item from the context object', async () => {
  const aws = givenRegion();
  const ItemSelector = { 'base.$': '$.base', 'at.$': '$$.Map.Item.Index', 'item.$': '$$.Map.Item.Value.id' };
  const arn = await aws.run(
    machineOf({
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemSelector,
        ItemProcessor: machineOf({ Work: { Type: 'Pass', End: true } }),
        End: true,
      },
    }),
    { base: 'b', items: [{ id: 'x' }, { id: 'y' }] },
  );
  expect(aws.output(arn)).toEqual([
    { base: 'b', at: 0, item: 'x' },
    { base: 'b', at: 1, item: 'y' },
  ]);
});

test.each([
  { limit: 2, most: 2 },
  { limit: 0, most: 40 },
])('MaxConcurrency $limit runs at most $most items at a time', async ({ limit, most }) => {
  const open = new Set<string>();
  let peak = 0;
  const aws = givenRegion({
    keep: ({ token }: { token: string }) => {
      open.add(token);
      peak = Math.max(peak, open.size);
    },
  });
  const arn = aws.start(
    aws.machine(
      machineOf({
        Each: { Type: 'Map', MaxConcurrency: limit, ItemProcessor: machineOf({ Work: awaitToken('keep') }), End: true },
      }),
    ),
    Array.from({ length: 45 }, (_, n) => n),
  );
  for (let left = 45; left > 0; left -= 1) {
    await aws.until(() => aws.region.nextTimerAt() === undefined);
    expect(open.size).toBe(Math.min(most, left));
    const [token = ''] = open;
    open.delete(token);
    aws.succeed(token, 'ok');
  }
  await aws.untilClosed(arn);
  expect(peak).toBe(most);
  expect(aws.output(arn)).toHaveLength(45);
});

test('the context object is right inside Map and Parallel, nested too', async () => {
  const aws = givenRegion();
  const Parameters = {
    'item.$': '$$.Map.Item.Value',
    'index.$': '$$.Map.Item.Index',
    'state.$': '$$.State.Name',
    'run.$': '$$.Execution.Name',
    'started.$': '$$.Execution.StartTime',
  };
  const look = (name: string) => machineOf({ [name]: { Type: 'Pass', Parameters, End: true } });
  const processor = machineOf({ Fan: { Type: 'Parallel', Branches: [look('Left'), look('Right')], End: true } });
  const arn = await aws.run(
    machineOf({ Nap: { Type: 'Wait', Seconds: 5, Next: 'Each' }, Each: { Type: 'Map', ItemProcessor: processor, End: true } }),
    ['a', 'b'],
  );
  const started = aws.describe(arn).startDate?.toISOString();
  expect(aws.output(arn)).toEqual(
    ['a', 'b'].map((item, index) => ['Left', 'Right'].map((state) => ({ item, index, state, run: 'run', started }))),
  );
});

test('an item whose ItemSelector fails stops the items that have begun, and the Map may catch it', async () => {
  const aws = givenRegion({ work: () => 1 });
  const arn = await aws.run(
    machineOf({
      Each: {
        Type: 'Map',
        ItemSelector: { 'value.$': 'States.StringToJson($$.Map.Item.Value)' },
        ItemProcessor: machineOf({ Work: invoke('work') }),
        Catch: [{ ErrorEquals: ['States.IntrinsicFailure'], Next: 'After' }],
        Next: 'After',
      },
      After: { Type: 'Wait', Seconds: 60, End: true },
    }),
    ['1', '{'],
  );
  expect(aws.output(arn)).toMatchObject({ Error: 'States.IntrinsicFailure' });
  expect(aws.invoked).toEqual([]);
});
