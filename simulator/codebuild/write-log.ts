import type { Context } from '../service.ts';
import type { Build } from './codebuild-state.ts';

/** The role of the build writes its log; where there is no group CodeBuild makes one, and without one it runs silently. */
export function writeLog({ logGroup, logStream }: Build, lines: readonly string[], context: Context): void {
  if (lines.length === 0) return;
  const at = { logGroupName: logGroup, logStreamName: logStream };
  const attempt = (operation: string, input: object) => {
    try {
      context.call('CloudWatchLogs', operation, input);
    } catch {
      // ResourceAlreadyExistsException for the first two; nothing a build would fail of for the last.
    }
  };
  attempt('CreateLogGroup', { logGroupName: logGroup });
  attempt('CreateLogStream', at);
  const stamp = new Date(context.now()).toISOString().replace('T', ' ').replaceAll('-', '/').replace('Z', '000');
  const isOurs = (line: string) => /^(Entering phase|Running command|Phase complete|Command did not)/.test(line);
  const logEvents = lines.map((line) => ({
    timestamp: context.now(),
    message: isOurs(line) ? `[Container] ${stamp} ${line}\n` : `${line}\n`,
  }));
  attempt('PutLogEvents', { ...at, logEvents });
}
