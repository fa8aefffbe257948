import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Connect } from './connect.ts';

export interface Logs {
  /** The newest lines of a stream, oldest first; none when group or stream is not there. */
  lastLines(group: string, stream: string, count: number): Promise<readonly string[]>;
}

export function makeLogs(connect: Connect): Logs {
  const client = connect(CloudWatchLogsClient);
  return {
    async lastLines(logGroupName, logStreamName, limit) {
      try {
        const { events = [] } = await client.send(
          new GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false }),
        );
        return events.map((event) => (event.message ?? '').trimEnd());
      } catch (error) {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
        throw error;
      }
    },
  };
}
