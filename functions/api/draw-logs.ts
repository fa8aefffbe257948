import { stripVTControlCharacters } from 'node:util';
import type { EnvironmentLogs } from '../../schemas/gen/api.types.ts';

/** Plain lines for a terminal, which no line of a container may steer. */
export function drawLogs({ lines }: EnvironmentLogs): string {
  return lines.map(({ at, source, message, cut }) => `${at} ${short(source)} ${harmless(message)}${cut ? ' …' : ''}\n`).join('');
}

/** The first eight letters of a task's id tell tasks apart. */
function short(source: string): string {
  const [service = '', task] = source.split('/');
  return task === undefined ? service : `${service}/${task.slice(0, 8)}`;
}

function harmless(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return stripVTControlCharacters(message).replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, ' ');
}
