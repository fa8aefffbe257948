import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { LogEvent } from '../domain/logs/log-event.ts';
import type { Connect } from './connect.ts';

export interface Logs {
  /** The newest lines of a stream, oldest first; none when group or stream is not there. */
  lastLines(group: string, stream: string, count: number): Promise<readonly string[]>;
  /** The same with their times, between two moments: not before `since`, and before `before`. */
  newest(group: string, stream: string, count: number, range: LogRange): Promise<readonly LogEvent[]>;
  /** Streams by their newest event, which CloudWatch may learn an hour late; undefined when there is no such group. */
  newestStreams(group: string, count: number): Promise<readonly string[] | undefined>;
}

export interface LogRange {
  readonly since?: number;
  readonly before?: number;
}

/** A page may be empty although there is more; so many in a row mean that there is nothing. */
const mostPages = 4;

export function makeLogs(connect: Connect): Logs {
  const client = connect(CloudWatchLogsClient);
  return {
    lastLines: (logGroupName, logStreamName, limit) =>
      unlessGone([], async () => {
        const { events = [] } = await client.send(
          new GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false }),
        );
        return events.map((event) => (event.message ?? '').trimEnd());
      }),
    newest: (logGroupName, logStreamName, count, { since: startTime, before: endTime }) =>
      unlessGone([], async () => {
        const found: LogEvent[] = [];
        let nextToken: string | undefined;
        for (let page = 0; page < mostPages && found.length < count; page += 1) {
          const limit = count - found.length;
          const { events = [], nextBackwardToken } = await client.send(
            new GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false, startTime, endTime, nextToken }),
          );
          found.unshift(...events.map(({ timestamp = 0, message = '' }) => ({ at: timestamp, message: message.trimEnd() })));
          // The token one came with says that there is no more.
          if (nextBackwardToken === undefined || nextBackwardToken === nextToken) break;
          nextToken = nextBackwardToken;
        }
        return found;
      }),
    newestStreams: (logGroupName, limit) =>
      unlessGone(undefined, async () => {
        const { logStreams = [] } = await client.send(
          new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true, limit }),
        );
        return logStreams.map(({ logStreamName = '' }) => logStreamName);
      }),
  };
}

async function unlessGone<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return otherwise;
    throw error;
  }
}
