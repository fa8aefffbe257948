import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../../simulator/eventbridge/event-pattern.ts';
import type { EventBridgeState } from '../../../simulator/eventbridge/eventbridge-state.ts';
import { ask, listen, makeWorld, passWithWork } from '../ecs/container-world.ts';

const event = {
  source: 'aws.ecs',
  'detail-type': 'X',
  detail: { name: 'web-1', count: 5, list: ['a', 'b'], items: [{ id: 1 }, { id: 2 }], none: null },
};

describe('a pattern', () => {
  test.each<[string, object, boolean]>([
    ['exact', { detail: { name: ['web-1'] } }, true],
    ['one of many', { source: ['aws.s3', 'aws.ecs'] }, true],
    ['every field', { source: ['aws.ecs'], 'detail-type': ['Y'] }, false],
    ['prefix', { detail: { name: [{ prefix: 'web-' }] } }, true],
    ['prefix whatever the case', { detail: { name: [{ prefix: { 'equals-ignore-case': 'WEB' } }] } }, true],
    ['suffix', { detail: { name: [{ suffix: '-2' }] } }, false],
    ['wildcard', { detail: { name: [{ wildcard: 'w*-*' }] } }, true],
    ['anything but', { detail: { name: [{ 'anything-but': ['web-1', 'x'] }] } }, false],
    ['anything but a prefix', { detail: { name: [{ 'anything-but': { prefix: 'api' } }] } }, true],
    ['anything but, of an absent field', { detail: { gone: [{ 'anything-but': 'x' }] } }, false],
    ['exists', { detail: { name: [{ exists: true }] } }, true],
    ['does not exist', { detail: { gone: [{ exists: false }] } }, true],
    ['numeric', { detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }, true],
    ['an element of a list', { detail: { list: ['b'] } }, true],
    ['a field in a list of objects', { detail: { items: { id: [2] } } }, true],
    ['null', { detail: { none: [null] } }, true],
    ['$or', { $or: [{ source: ['aws.s3'] }, { detail: { count: [5] } }] }, true],
  ])('matches by %s', (_, pattern, expected) => expect(matchesPattern(pattern, event)).toBe(expected));
  test('that is not valid is refused by PutRule', () => {
    for (const EventPattern of ['{', '{"source":"aws.ecs"}', '{"source":[]}', '{"source":[{"prefx":"a"}]}'])
      expect(() => ask(makeWorld(), 'EventBridge', 'PutRule', { Name: 'r', EventPattern })).toThrow(
        expect.objectContaining({ name: 'InvalidEventPatternException' }),
      );
  });
});

function withEar(fails: () => boolean = () => false) {
  const heard: { at: number; event: Record<string, unknown> }[] = [];
  const region = makeWorld({
    runLambda: async (_, given) => {
      heard.push({ at: region.state.now, event: given as Record<string, unknown> });
      if (fails()) throw new Error('no');
    },
  });
  listen(region, 'mine');
  const put = (n = 1) =>
    ask(region, 'EventBridge', 'PutEvents', { Entries: [{ Source: 'mine', DetailType: 'Done', Detail: JSON.stringify({ n }) }] });
  return { region, heard, put };
}

describe('an event', () => {
  test('comes to the Lambda in its envelope within a second', async () => {
    const { region, heard, put } = withEar();
    const began = region.state.now;
    const { Entries } = put();
    await passWithWork(region, 5);
    expect(heard[0]?.event).toEqual({
      version: '0',
      id: Entries[0].EventId,
      'detail-type': 'Done',
      source: 'mine',
      account: '111122223333',
      time: '2026-11-01T00:00:00Z',
      region: 'eu-west-1',
      resources: [],
      detail: { n: 1 },
    });
    expect((heard[0]?.at ?? 0) - began).toBeLessThanOrEqual(1000);
  });
  test('is given to a failing function twice more, after one minute and two, and then dropped', async () => {
    const { region, heard, put } = withEar(() => true);
    put();
    await passWithWork(region, 600);
    const [first = 0, second = 0, third = 0] = heard.map(({ at }) => Math.round(at / 1000));
    expect([second - first, third - second, heard.length]).toEqual([60, 120, 3]);
    expect(region.context.state<EventBridgeState>('EventBridge').dropped).toMatchObject([{ error: 'no' }]);
  });
  test('says the time it was put with', async () => {
    const { region, heard } = withEar();
    const Time = new Date('2026-10-31T23:00:00.500Z');
    ask(region, 'EventBridge', 'PutEvents', { Entries: [{ Source: 'mine', DetailType: 'Done', Detail: '{}', Time }] });
    await passWithWork(region, 5);
    expect(heard[0]?.event.time).toBe('2026-10-31T23:00:00Z');
  });
  test('on a bus of our own is heard by the rules of that bus and no others', async () => {
    const { region, heard } = withEar();
    const bus = { EventBusName: 'ours' };
    const [pattern, target] = [JSON.stringify({ source: ['mine'] }), 'arn:aws:lambda:eu-west-1:111122223333:function:other'];
    const Entries = [{ Source: 'mine', DetailType: 'Done', Detail: '{"n":7}', ...bus }];
    ask(region, 'EventBridge', 'CreateEventBus', { Name: 'ours' });
    ask(region, 'EventBridge', 'PutEvents', { Entries });
    await passWithWork(region, 5);
    expect(heard).toHaveLength(0);
    ask(region, 'EventBridge', 'PutRule', { Name: 'all', EventPattern: pattern, ...bus });
    ask(region, 'EventBridge', 'PutTargets', { Rule: 'all', Targets: [{ Id: '1', Arn: target }], ...bus });
    ask(region, 'EventBridge', 'PutEvents', { Entries });
    await passWithWork(region, 5);
    expect(heard.map(({ event: given }) => given.detail)).toEqual([{ n: 7 }]);
  });
  test('on a bus that does not exist is taken with an id, and nobody hears it', async () => {
    const { region, heard } = withEar();
    const Entries = [{ Source: 'mine', DetailType: 'Done', Detail: '{}', EventBusName: 'nobodys' }];
    const answer = ask(region, 'EventBridge', 'PutEvents', { Entries });
    expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.stringMatching(/^[\da-f-]{36}$/) }] });
    await passWithWork(region, 5);
    expect(heard).toHaveLength(0);
    const rule = { Name: 'all', EventPattern: '{"source":["mine"]}', EventBusName: 'nobodys' };
    expect(() => ask(region, 'EventBridge', 'PutRule', rule)).toThrow('Event bus nobodys does not exist.');
  });
  test('of AWS cannot be put by us, and one without JSON detail is malformed', () => {
    const Entries = [
      { Source: 'aws.ecs', DetailType: 'X', Detail: '{}' },
      { Source: 'mine', DetailType: 'X', Detail: 'x' },
    ];
    const answer = ask(makeWorld(), 'EventBridge', 'PutEvents', { Entries });
    expect(answer).toMatchObject({
      FailedEntryCount: 2,
      Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }, { ErrorCode: 'MalformedDetail' }],
    });
  });
  test('comes later by the seconds of the knob', async () => {
    const { region, heard, put } = withEar();
    region.setKnob('events.late', 300);
    put();
    await passWithWork(region, 299);
    expect(heard).toHaveLength(0);
    await passWithWork(region, 5);
    expect(heard).toHaveLength(1);
  });
  test('is lost, doubled or shuffled as the knobs say', async () => {
    const { region, heard, put } = withEar();
    region.setKnob('events.lost', true);
    put();
    await passWithWork(region, 5);
    expect(heard).toHaveLength(0);
    region.setKnob('events.lost', undefined);
    region.setKnob('events.doubled', true);
    put();
    await passWithWork(region, 5);
    expect(heard).toHaveLength(2);
    region.setKnob('events.doubled', undefined);
    region.setKnob('events.shuffled', true);
    for (let n = 0; n < 20; n += 1) put(n);
    await passWithWork(region, 100);
    const order = heard.slice(2).map((one) => (one.event.detail as { n: number }).n);
    expect(order).toHaveLength(20);
    expect(order).not.toEqual([...order].sort((one, other) => one - other));
  });
});

describe('a rule', () => {
  test('has at most five targets', () => {
    const { region } = withEar();
    const Targets = ['1', '2', '3', '4', '5', '6'].map((Id) => ({ Id, Arn: `arn:${Id}` }));
    expect(() => ask(region, 'EventBridge', 'PutTargets', { Rule: 'all', Targets })).toThrow(
      expect.objectContaining({ name: 'LimitExceededException' }),
    );
  });
  test('of a schedule fires each period, also when events are lost, until it is deleted', async () => {
    const { region, heard } = withEar();
    region.setKnob('events.lost', true);
    region.call('EventBridge', 'PutRule', { Name: 'tick', ScheduleExpression: 'rate(5 minutes)' });
    region.call('EventBridge', 'PutTargets', { Rule: 'tick', Targets: [{ Id: '1', Arn: 'arn:f', Input: '{"go":1}' }] });
    await passWithWork(region, 901);
    expect(heard.map(({ event: given }) => given)).toEqual([{ go: 1 }, { go: 1 }, { go: 1 }]);
    expect(() => ask(region, 'EventBridge', 'DeleteRule', { Name: 'tick' })).toThrow(
      "Rule can't be deleted since it has targets.",
    );
    region.call('EventBridge', 'RemoveTargets', { Rule: 'tick', Ids: ['1'] });
    region.call('EventBridge', 'DeleteRule', { Name: 'tick' });
    await passWithWork(region, 900);
    expect(heard).toHaveLength(3);
  });
  test('with a unit that does not agree with its number is refused', () => {
    for (const ScheduleExpression of ['rate(1 minutes)', 'rate(5 minute)', 'rate(0 minutes)'])
      expect(() => ask(makeWorld(), 'EventBridge', 'PutRule', { Name: 'r', ScheduleExpression })).toThrow(
        'Parameter ScheduleExpression is not valid.',
      );
  });
  test('that is disabled hears nothing', async () => {
    const { region, heard, put } = withEar();
    region.call('EventBridge', 'PutRule', { Name: 'all', EventPattern: '{"source":["mine"]}', State: 'DISABLED' });
    put();
    await passWithWork(region, 5);
    expect(heard).toHaveLength(0);
  });
});
