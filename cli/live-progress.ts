import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { OperationView } from '../schemas/gen/api.types.ts';
import { drawOperation } from './draw-operation.ts';
import { duration } from './duration.ts';
import type { Io } from './io.ts';
import { operationEvents } from './operation-events.ts';
import type { Progress } from './progress.ts';

/**
 * The operation redrawn in place. One listr task for the whole operation and not one a phase: a listr task that has ended
 * can never run again, a phase can (the foundation is expanded first and contracted after the services have moved).
 */
export const liveProgress = (io: Io): Progress => {
  const output = new ProcessOutput(io.stdout as NodeJS.WriteStream, io.stderr as NodeJS.WriteStream, { leaveEmptyLine: false });
  const over = Promise.withResolvers<void>();
  let last: OperationView | undefined;
  let running: Promise<unknown> | undefined;
  let draw: (title: string, panel: string, news: readonly string[]) => void = () => {};

  const news = (view: OperationView): string[] =>
    operationEvents(view).map(({ at, text }) => `[${duration(at - Date.parse(view.openedAt)).padStart(9)}] ${text}`);

  const start = () =>
    new Listr(
      [
        {
          title: ' ',
          task: (_, task) => {
            draw = (title, panel, lines) => {
              task.title = title;
              task.output = [panel, '', ...lines].join('\n');
            };
            return over.promise;
          },
        },
      ],
      {
        renderer: 'default',
        forceTTY: true,
        // Ctrl-C is ours: it detaches.
        registerSignalListeners: false,
        rendererOptions: {
          clearOutput: true,
          formatOutput: 'truncate',
          removeEmptyLines: false,
          logger: new ListrLogger({ processOutput: output, toStderr: [] }),
          icon: { OUTPUT: ' ' },
        },
      },
    ).run();

  const redraw = (note?: string) => {
    if (last === undefined) return;
    const { title, lines } = drawOperation(last, io.stdout, io.now());
    draw(note === undefined ? title : `${title}  (${note})`, lines.join('\n'), news(last).slice(-8));
  };

  return {
    show: (view) => {
      last = view;
      running ??= start();
      redraw();
    },
    note: (text) => (last === undefined ? void io.stderr.write(`${text}\n`) : redraw(text)),
    end: async () => {
      over.resolve();
      await running;
      if (running === undefined || last === undefined) return;
      running = undefined;
      // The drawing is gone; what stays in the scrollback is the whole story, not its last eight lines.
      const { title, lines } = drawOperation(last, io.stdout, io.now());
      io.stdout.write(`${[...news(last), '', title, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
    },
  };
};
