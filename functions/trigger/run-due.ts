import { environmentExpiring } from '../../domain/events/environment-expiring.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Environment, Lock } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { operationId } from '../../domain/operation/operation-id.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import { statusWhile } from '../../domain/operation/transitions.ts';
import type { Due } from '../../domain/trigger/due.ts';
import { itself } from '../../domain/trigger/itself.ts';
import { nextRun } from '../../domain/trigger/schedule.ts';
import { advanceWave, type WaveDeps } from './advance-wave.ts';
import { beginWave } from './begin-wave.ts';

/** Done at most in one turn; the next is a minute away, and the earliest go first. */
const most = 50;
/** Looked at for that: a Lambda has no time for thousands that have to wait. */
const mostLooks = 250;

/** Does what is due. Each is taken off the list only when it has been done, and doing it twice comes to the same. */
export async function runDue(deps: WaveDeps): Promise<void> {
  const { table, now } = deps;
  if (await table.freezes.get()) return;
  const failed: unknown[] = [];
  let [done, looks] = [0, 0];
  let cursor: Due | undefined;
  do {
    const page = await table.dues.until(now(), most, cursor);
    for (const due of page.items) {
      if (done >= most) break;
      looks += 1;
      // One that cannot be done now stays due; those behind it are come to all the same.
      if (await runOne(due, deps).catch((error: unknown) => void failed.push(error))) done += 1;
    }
    cursor = done < most && looks < mostLooks ? page.next : undefined;
  } while (cursor);
  if (failed.length > 0) throw new Error(`${failed.length} of what is due could not be done`, { cause: failed[0] });
}

/** False: it has to wait. */
async function runOne(due: Due, deps: WaveDeps): Promise<boolean> {
  const { dues, environments, revisions } = deps.table;
  const environment = await environments.get(due.environment);
  // Only now: whoever has worked on the environment until it was read has set it anew by then, and was not seen in the list.
  const stands = await dues.get(due.environment, due.kind);
  if (stands?.at !== due.at) return true;
  const { serving } = environment ?? {};
  const serves = serving && (await revisions.get(due.environment, serving.operation));
  if (environment && serves) return run[due.kind](due, environment, serves, deps);
  // What is about to serve has its dues before it does.
  return environment?.active ? false : dues.settle(due);
}

type Run = (due: Due, environment: Environment, serves: Revision, deps: WaveDeps) => Promise<boolean>;

const run: Readonly<Record<Due['kind'], Run>> = {
  async schedule(due, { name }, { effective: { rebuild } }, deps) {
    const { schedule } = rebuild;
    if (schedule === undefined) return deps.table.dues.settle(due);
    const why = `its schedule, ${schedule}, was due at ${due.at}`;
    const wish = { kind: 'REBUILD', trigger: 'schedule', why, seed: `${name} ${due.at}` } as const;
    for (const id of await beginWave(wish, [name], deps)) await advanceWave(id, deps);
    const next = nextRun(schedule, deps.now());
    return deps.table.dues.settle(due, next === undefined ? undefined : new Date(next).toISOString());
  },
  async warning(due, environment, { revision }, { table, bus }) {
    // The life as the calendar has it: what serves may be younger, because what begins by itself renews nothing.
    const end = environment.protected ? undefined : await table.dues.get(due.environment, 'end');
    const { name } = environment;
    if (end) await bus.publish(environmentExpiring({ environment: name, revision, at: due.at, expiresAt: end.at }));
    return table.dues.settle(due);
  },
  async end(due, environment, { effective, revision }, { table, workflow, now }) {
    const { name } = environment;
    // Whoever works on it may give it a longer life.
    if (environment.active) return false;
    // Whoever lifts the protection begins its life anew.
    if (environment.protected || effective.ttl === undefined) return table.dues.settle(due);
    const lock: Lock = {
      operation: operationId(name, `end ${due.at}`),
      kind: 'DELETE',
      revision,
      trigger: 'ttl',
      actor: itself,
      openedAt: new Date(now()).toISOString(),
      requestHash: sha256(due.at),
    };
    await table.timeline.tell(lock.operation, 'why', { at: lock.openedAt, text: `its time to live was over at ${due.at}` });
    if (!(await table.environments.lock(environment, lock, statusWhile.DELETE))) return false;
    await table.operations.create(newOperation(name, lock));
    await workflow.start('teardown', lock.operation, lock.operation);
    return table.dues.settle(due);
  },
};
