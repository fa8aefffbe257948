import { awsError } from '../aws-error.ts';
import type { Context } from '../service.ts';
import type { LogGroupRecord, LogsState } from './logs-state.ts';

/** The days the API accepts. */
const retentions: readonly number[] = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

export function logsState(context: Context): LogsState {
  return context.state<LogsState>('CloudWatchLogs');
}

export function requireGroup(context: Context, name: string | undefined): LogGroupRecord {
  const group = logsState(context).groups[name ?? ''];
  if (!group) throw awsError('ResourceNotFoundException', 'The specified log group does not exist.');
  return group;
}

export function makeGroup(context: Context, logGroupName: string, tags: Record<string, string>): LogGroupRecord {
  const { groups } = logsState(context);
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName))
    throw awsError(
      'InvalidParameterException',
      `1 validation error detected: Value '${logGroupName}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    );
  if (logGroupName in groups) throw awsError('ResourceAlreadyExistsException', 'The specified log group already exists');
  const arn = `arn:${context.partition}:logs:${context.region}:${context.account}:log-group:${logGroupName}`;
  const group: LogGroupRecord = { logGroupName, arn, creationTime: context.now(), tags, streams: {} };
  groups[logGroupName] = group;
  return group;
}

/** Undefined is for ever. */
export function setRetention(group: LogGroupRecord, days: number | undefined): void {
  if (days !== undefined && !retentions.includes(days))
    throw awsError('InvalidParameterException', `Invalid retention value. Valid values are: [${retentions.join(', ')}]`);
  if (days === undefined) delete group.retentionInDays;
  else group.retentionInDays = days;
}
