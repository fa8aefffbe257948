/** CloudWatch Logs as it holds groups; moments in milliseconds. */
export interface LogsState {
  /** By group name. */
  groups: Record<string, LogGroupRecord>;
}
export interface LogGroupRecord {
  logGroupName: string;
  arn: string;
  creationTime: number;
  retentionInDays?: number;
  tags: Record<string, string>;
  streams: Record<string, LogStreamRecord>;
}
export interface LogStreamRecord {
  logStreamName: string;
  creationTime: number;
  events: LogRecord[];
}
export interface LogRecord {
  eventId: string;
  timestamp: number;
  ingestionTime: number;
  message: string;
}
