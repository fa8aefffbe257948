import type { EnvironmentLogs } from '../../schemas/gen/api.types.ts';
import { harmless } from './harmless.ts';

/** Plain lines for a terminal, which no line of a container may steer. */
export function drawLogs({ lines }: EnvironmentLogs): string {
  return lines
    .map(({ at, source, message, cut }) => `${harmless(`${at} ${short(source)} ${message}`)}${cut ? ' …' : ''}\n`)
    .join('');
}

/** The first eight letters of a task's id tell tasks apart. */
function short(source: string): string {
  const [service = '', task] = source.split('/');
  return task === undefined ? service : `${service}/${task.slice(0, 8)}`;
}
