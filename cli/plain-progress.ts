import type { OperationStatus } from '../schemas/gen/api.types.ts';
import { duration } from './duration.ts';
import type { Io } from './io.ts';
import { operationEvents } from './operation-events.ts';
import type { Progress } from './progress.ts';
import { serviceNow } from './service-now.ts';

/** One line per change, for logs and pipes. A line once printed is never repeated, however often the operation is asked. */
export const plainProgress = (io: Io): Progress => {
  const seen = new Set<string>();
  let status: OperationStatus | undefined;
  const print = (elapsed: number, text: string) => io.stdout.write(`[${duration(elapsed).padStart(9)}] ${text}\n`);
  return {
    show: (view) => {
      const openedAt = Date.parse(view.openedAt);
      for (const { key, at, text } of operationEvents(view)) {
        if (seen.has(key)) continue;
        seen.add(key);
        print(at - openedAt, text);
      }
      if (view.status !== status) print(serviceNow(view, io.now()) - openedAt, `${view.id} ${view.status}`);
      status = view.status;
    },
    note: (text) => void io.stderr.write(`${text}\n`),
    end: async () => {},
  };
};
