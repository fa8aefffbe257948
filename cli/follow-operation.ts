import type { OperationView } from '../schemas/gen/api.types.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import type { Io } from './io.ts';
import { liveProgress } from './live-progress.ts';
import type { Client } from './make-client.ts';
import { plainProgress } from './plain-progress.ts';
import { recall } from './recall.ts';
import { Stop } from './stop.ts';
import { unlikeMoorage } from './unlike-moorage.ts';

const SECOND = 1000;
// No accepted spec may need more than 24 h, so an operation that still runs after 25 is not worth waiting for.
const LONGEST = 25 * 3600 * SECOND;
// An operation outlives our connection: two minutes of silence are a restart, more is an outage.
const PATIENCE = 120 * SECOND;

/** Shows an operation until it has ended. Leaving early (Ctrl-C, outage) never touches the operation itself. */
export const followOperation = async (id: string, client: Client, io: Io): Promise<OperationView> => {
  const progress = io.stdout.isTTY === true ? liveProgress(io) : plainProgress(io);
  const since = io.now();
  try {
    while (io.now() - since < LONGEST) {
      const path = `/operations/${encodeURIComponent(id)}`;
      const { body, retryAfter } = await client.send({ method: 'GET', path, patience: PATIENCE, tell: progress.note });
      const view = toOperationView(body, client.url);
      progress.show(view);
      if (exitCodeOf(view.status) !== undefined) return view;
      await io.sleep(Math.min(retryAfter ?? SECOND, 60 * SECOND));
    }
    throw new Stop(
      exitCode.unreachable,
      `${id} has not ended within 25 hours. See again: ${recall(`watch ${id}`, client.url, io)}`,
    );
  } catch (error) {
    await progress.end();
    if (io.interrupted.aborted) throw new Stop(exitCode.interrupted, detached(id, client.url, io), { cause: error });
    if (error instanceof Stop && error.exitCode === exitCode.unreachable) {
      throw new Stop(error.exitCode, `${error.message}\n${detached(id, client.url, io)}`, { cause: error });
    }
    throw error;
  } finally {
    await progress.end();
  }
};

const detached = (id: string, url: string, io: Io): string =>
  [
    `${id} goes on without this window.`,
    ...['watch', 'cancel'].map((verb) => `  ${verb} it: ${recall(`${verb} ${id}`, url, io)}`),
  ].join('\n');

const toOperationView = (body: unknown, url: string): OperationView => {
  if (typeof body === 'object' && body !== null && 'status' in body && 'phases' in body) return body as OperationView;
  throw unlikeMoorage(url);
};
