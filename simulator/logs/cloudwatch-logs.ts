import type {
  CreateLogGroupRequest,
  CreateLogStreamRequest,
  DeleteLogGroupRequest,
  DescribeLogGroupsRequest,
  DescribeLogStreamsRequest,
  FilterLogEventsRequest,
  GetLogEventsRequest,
  PutLogEventsRequest,
  PutRetentionPolicyRequest,
} from '@aws-sdk/client-cloudwatch-logs';
import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import { logsState, makeGroup, requireGroup, setRetention } from './log-groups.ts';
import type { LogGroupRecord, LogRecord, LogStreamRecord, LogsState } from './logs-state.ts';

export const cloudWatchLogs: Service = {
  name: 'CloudWatchLogs',
  empty: (): LogsState => ({ groups: {} }),
  operations: {
    CreateLogGroup: ({ logGroupName = '', tags = {} }: CreateLogGroupRequest, context) => {
      makeGroup(context, logGroupName, tags);
      return {};
    },
    DeleteLogGroup: ({ logGroupName }: DeleteLogGroupRequest, context) => {
      delete logsState(context).groups[requireGroup(context, logGroupName).logGroupName];
      return {};
    },
    PutRetentionPolicy: ({ logGroupName, retentionInDays }: PutRetentionPolicyRequest, context) => {
      setRetention(requireGroup(context, logGroupName), retentionInDays);
      return {};
    },
    DescribeLogGroups: ({ logGroupNamePrefix = '', limit = 50, nextToken }: DescribeLogGroupsRequest, context) => {
      const all = Object.values(logsState(context).groups).sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1));
      const { items, ...rest } = page(
        all.filter(({ logGroupName }) => logGroupName.startsWith(logGroupNamePrefix)),
        nextToken,
        limit,
      );
      return { logGroups: items.map(shownGroup), ...rest };
    },
    CreateLogStream: ({ logGroupName, logStreamName = '' }: CreateLogStreamRequest, context) => {
      const { streams } = requireGroup(context, logGroupName);
      if (logStreamName in streams) throw awsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
      streams[logStreamName] = { logStreamName, creationTime: context.now(), events: [] };
      return {};
    },
    DescribeLogStreams: (input: DescribeLogStreamsRequest, context) => {
      const { logGroupName, logStreamNamePrefix = '', orderBy = 'LogStreamName', descending, limit = 50, nextToken } = input;
      if (orderBy === 'LastEventTime' && logStreamNamePrefix !== '')
        throw awsError('InvalidParameterException', 'Cannot order by LastEventTime with a logStreamNamePrefix.');
      const before = (a: LogStreamRecord, b: LogStreamRecord) =>
        orderBy === 'LastEventTime' ? lastEventTime(a) - lastEventTime(b) : a.logStreamName < b.logStreamName ? -1 : 1;
      const all = Object.values(requireGroup(context, logGroupName).streams).sort(before);
      if (descending) all.reverse();
      const { items, ...rest } = page(
        all.filter(({ logStreamName }) => logStreamName.startsWith(logStreamNamePrefix)),
        nextToken,
        limit,
      );
      return {
        logStreams: items.map(({ logStreamName, creationTime, events }) => {
          const [first, last] = [events[0]?.timestamp, events.at(-1)?.timestamp];
          const times = first === undefined ? {} : { firstEventTimestamp: first, lastEventTimestamp: last };
          return { logStreamName, creationTime, ...times };
        }),
        ...rest,
      };
    },
    PutLogEvents: ({ logGroupName, logStreamName, logEvents = [] }: PutLogEventsRequest, context) => {
      const { events } = requireStream(context, logGroupName, logStreamName);
      const ingestionTime = context.now();
      for (const { timestamp = ingestionTime, message = '' } of logEvents)
        events.push({ eventId: context.id(56, '0123456789'), timestamp, ingestionTime, message });
      events.sort((left, right) => left.timestamp - right.timestamp);
      return { nextSequenceToken: context.id(56, '0123456789') };
    },
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,
  },
  timers: {},
};

const lastEventTime = ({ events }: LogStreamRecord) => events.at(-1)?.timestamp ?? 0;

/** The newest lines unless `startFromHead`; a token names a place, and the same place again means there is no more. */
function getLogEvents(input: GetLogEventsRequest, context: Context): object {
  const { limit = 10_000, startFromHead = false, nextToken } = input;
  const all = timely(requireStream(context, input.logGroupName, input.logStreamName).events, input);
  const [side, place] = nextToken?.split('/') ?? [startFromHead ? 'f' : 'b', startFromHead ? '0' : String(all.length)];
  const at = Number(place);
  const [from, to] = side === 'f' ? [at, Math.min(all.length, at + limit)] : [Math.max(0, at - limit), at];
  const events = all.slice(from, to).map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime }));
  return { events, nextForwardToken: `f/${to}`, nextBackwardToken: `b/${from}` };
}

function filterLogEvents(input: FilterLogEventsRequest, context: Context): object {
  const { logStreamNames, logStreamNamePrefix = '', filterPattern = '', limit = 10_000, nextToken } = input;
  const words = filterPattern.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
  const all = Object.values(requireGroup(context, input.logGroupName).streams)
    .filter(({ logStreamName }) => logStreamNames?.includes(logStreamName) ?? logStreamName.startsWith(logStreamNamePrefix))
    .flatMap(({ logStreamName, events }) => timely(events, input).map((event) => ({ ...event, logStreamName })))
    .filter(({ message }) => words.every((word) => message.includes(word)))
    .sort((left, right) => left.timestamp - right.timestamp);
  const { items, ...rest } = page(all, nextToken, limit);
  return { events: items, searchedLogStreams: [], ...rest };
}

function timely(
  events: readonly LogRecord[],
  { startTime = 0, endTime }: { startTime?: number | undefined; endTime?: number | undefined },
) {
  return events.filter(({ timestamp }) => timestamp >= startTime && (endTime === undefined || timestamp < endTime));
}

function requireStream(context: Context, groupName: string | undefined, streamName: string | undefined) {
  const stream = requireGroup(context, groupName).streams[streamName ?? ''];
  if (!stream) throw awsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return stream;
}

function page<T>(items: readonly T[], token: string | undefined, size: number): { items: T[]; nextToken?: string } {
  const from = Number(token ?? 0);
  const next = from + size < items.length ? { nextToken: String(from + size) } : {};
  return { items: items.slice(from, from + size), ...next };
}

function shownGroup({ logGroupName, arn, creationTime, retentionInDays, streams }: LogGroupRecord): object {
  const storedBytes = Object.values(streams).flatMap(({ events }) => events.map(({ message }) => message.length + 26));
  return {
    ...{ logGroupName, creationTime, arn: `${arn}:*`, logGroupArn: arn, metricFilterCount: 0, logGroupClass: 'STANDARD' },
    storedBytes: storedBytes.reduce((sum, bytes) => sum + bytes, 0),
    ...(retentionInDays !== undefined && { retentionInDays }),
  };
}
