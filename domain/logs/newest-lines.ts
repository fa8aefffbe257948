import type { LogLine } from '../../schemas/gen/api.types.ts';
import type { LogEvent } from './log-event.ts';

/** A longer message is cut: one line must not crowd out all others. */
const longest = 16 * 1024;
/** Of the lines together, as JSON; Lambda answers with 6 MB at most. */
const mostBytes = 1024 * 1024;

export interface NewestLines {
  readonly lines: readonly LogLine[];
  /** Lines before this moment have been left out. */
  readonly before?: number;
}

/**
 * The newest lines of several streams, oldest first. A page never ends within a millisecond, because the next one begins
 * before a moment: what shares its millisecond with a line left out is left out too, unless that would leave nothing.
 */
export function newestLines(events: readonly (LogEvent & { readonly source: string })[], limit: number): NewestLines {
  const all = [...events].sort((a, b) => a.at - b.at);
  let [from, bytes] = [all.length, 0];
  while (from > 0 && all.length - from < limit) {
    bytes += sizeOf(all[from - 1]?.message ?? '');
    if (bytes > mostBytes) break;
    from -= 1;
  }
  const torn = all[from - 1]?.at;
  if (torn === undefined) return { lines: all.map(lineOf) };
  const whole = all.findIndex(({ at }) => at > torn);
  // A whole page within one millisecond is shown as far as it goes.
  const start = whole < 0 ? from : Math.max(from, whole);
  return { lines: all.slice(start).map(lineOf), before: all[start]?.at ?? torn };
}

const sizeOf = (message: string) => Math.min(message.length, longest) * 2 + escapes(message) * 5 + 100;

/** Control characters take six bytes in JSON. */
function escapes(message: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  return message.slice(0, longest).match(/[\u0000-\u001f\u007f-\uffff]/g)?.length ?? 0;
}

function lineOf({ at, source, message }: LogEvent & { readonly source: string }): LogLine {
  return {
    at: new Date(at).toISOString(),
    source,
    message: message.slice(0, longest),
    ...(message.length > longest ? { cut: true } : {}),
  };
}
