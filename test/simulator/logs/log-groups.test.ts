import { expect, test } from 'vitest';
import { create, events, group, refusal, resource, settle, stackWorld } from '../cloudformation/stack-world.ts';

const logs = (region: ReturnType<typeof stackWorld>, operation: string, input: object) =>
  region.call('CloudWatchLogs', operation, input);
const named = { logGroupName: 'g', logStreamName: 's' };

function filled() {
  const region = stackWorld();
  logs(region, 'CreateLogGroup', { logGroupName: 'g' });
  logs(region, 'CreateLogStream', named);
  const logEvents = [1, 2, 3].map((timestamp) => ({ timestamp, message: `line ${timestamp}` }));
  logs(region, 'PutLogEvents', { ...named, logEvents });
  return region;
}

test('a generated group name has stack and logical id', () => {
  const region = stackWorld();
  create(region, 'app', { Log: group() });
  settle(region);
  expect(resource(region, 'app', 'Log').PhysicalResourceId).toMatch(/^app-Log-[A-Za-z0-9]{12}$/);
});

test('only the documented retentions are accepted, and nothing is left of a group refused', () => {
  const region = stackWorld();
  create(region, 'app', { Log: group('g', 2) });
  settle(region);
  expect(
    events(region, 'app')
      .map(({ ResourceStatusReason }) => ResourceStatusReason)
      .join(),
  ).toContain('Invalid retention value');
  expect(logs(region, 'DescribeLogGroups', {})).toEqual({ logGroups: [] });
});

test('a group exists once', () => {
  const region = filled();
  expect(refusal(() => logs(region, 'CreateLogGroup', { logGroupName: 'g' }))).toMatch(/^ResourceAlreadyExistsException/);
});

test('a group or stream that is not there is ResourceNotFoundException', () => {
  const region = filled();
  expect(refusal(() => logs(region, 'GetLogEvents', { ...named, logGroupName: 'x' }))).toBe(
    'ResourceNotFoundException: The specified log group does not exist.',
  );
  expect(refusal(() => logs(region, 'PutLogEvents', { ...named, logStreamName: 'x', logEvents: [] }))).toBe(
    'ResourceNotFoundException: The specified log stream does not exist.',
  );
});

test('GetLogEvents gives the newest lines, and the same token again when there is no more', () => {
  const region = filled();
  expect(logs(region, 'GetLogEvents', { ...named, limit: 2 })).toMatchObject({
    events: [{ message: 'line 2' }, { message: 'line 3' }],
  });
  const head = logs(region, 'GetLogEvents', { ...named, startFromHead: true }) as { nextForwardToken: string };
  const again = logs(region, 'GetLogEvents', { ...named, nextToken: head.nextForwardToken });
  expect(again).toMatchObject({ events: [], nextForwardToken: head.nextForwardToken });
});

test('FilterLogEvents finds words across streams, page by page', () => {
  const region = filled();
  expect(logs(region, 'FilterLogEvents', { logGroupName: 'g', filterPattern: '"line 2"' })).toMatchObject({
    events: [{ message: 'line 2', logStreamName: 's' }],
  });
  expect(logs(region, 'FilterLogEvents', { logGroupName: 'g', limit: 2 })).toMatchObject({ nextToken: '2' });
});

test('DescribeLogStreams orders by name, or by newest event, and not by that together with a prefix', () => {
  const region = filled();
  for (const [logStreamName, timestamp] of [
    ['a', 9],
    ['b', 2],
  ] as const) {
    logs(region, 'CreateLogStream', { logGroupName: 'g', logStreamName });
    logs(region, 'PutLogEvents', { logGroupName: 'g', logStreamName, logEvents: [{ timestamp, message: 'x' }] });
  }
  const names = (input: object) =>
    (
      logs(region, 'DescribeLogStreams', { logGroupName: 'g', ...input }) as { logStreams: { logStreamName: string }[] }
    ).logStreams
      .map(({ logStreamName }) => logStreamName)
      .join(' ');
  expect(names({})).toBe('a b s');
  expect(names({ orderBy: 'LastEventTime', descending: true })).toBe('a s b');
  expect(names({ orderBy: 'LastEventTime', descending: true, limit: 1 })).toBe('a');
  expect(refusal(() => names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'a' }))).toMatch(/^InvalidParameterException/);
});
