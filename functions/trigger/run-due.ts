import { environmentExpiring } from '../../domain/events/environment-expiring.ts';
import { sha256 } from '../../domain/hash.ts';
import type { Environment, Lock } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { operationId } from '../../domain/operation/operation-id.ts';
import { statusWhile } from '../../domain/operation/transitions.ts';
import type { Due } from '../../domain/trigger/due.ts';
import { duesOf } from '../../domain/trigger/dues-of.ts';
import { nextRun } from '../../domain/trigger/schedule.ts';
import type { WaveDeps } from './advance-wave.ts';
import { itself } from './again.ts';
import { beginWave } from './take-event.ts';

/** At most in one turn; the next is a minute away, and the earliest go first. */
const most = 50;

/** Does what is due. Each is taken off the list only when it has been done, and doing it twice comes to the same. */
export async function runDue(deps: WaveDeps): Promise<void> {
  if (await deps.table.freezes.get()) return;
  const failed: unknown[] = [];
  for (const due of await deps.table.dues.until(deps.now(), most)) {
    const environment = await deps.table.environments.get(due.environment);
    // One that cannot be done now stays due, and keeps nobody else waiting.
    if (environment) await run[due.kind](due, environment, deps).catch((error: unknown) => failed.push(error));
    else await deps.table.dues.clear(due.environment, due.kind);
  }
  if (failed.length > 0) throw new Error(`${failed.length} of what is due could not be done`, { cause: failed[0] });
}

const run: Readonly<Record<Due['kind'], (due: Due, environment: Environment, deps: WaveDeps) => Promise<void>>> = {
  async schedule(due, { name, serving }, deps) {
    const { table, now } = deps;
    const schedule = serving && (await table.revisions.get(name, serving.operation))?.effective.rebuild.schedule;
    if (schedule === undefined) return table.dues.clear(name, 'schedule');
    const why = `its schedule, ${schedule}, was due at ${due.at}`;
    await beginWave({ kind: 'REBUILD', trigger: 'schedule', why, seed: `${name} ${due.at}` }, [name], deps);
    const next = nextRun(schedule, now());
    if (next === undefined) return table.dues.clear(name, 'schedule');
    return table.dues.set({ environment: name, kind: 'schedule', at: new Date(next).toISOString() });
  },
  async warning({ at }, { name, serving }, { table, bus, now }) {
    const revision = serving && (await table.revisions.get(name, serving.operation));
    const accepted = Date.parse(revision?.createdAt ?? '');
    const end = revision && duesOf(revision.effective, accepted, now()).end;
    if (end !== undefined && serving)
      await bus.publish(
        environmentExpiring({ environment: name, revision: serving.revision, at, expiresAt: new Date(end).toISOString() }),
      );
    await table.dues.clear(name, 'warning');
  },
  async end({ at }, environment, { table, workflow, now }) {
    const { name, lastRevision, serving } = environment;
    // Whoever works on it may give it a longer life; whoever protects it, has.
    if (environment.active || environment.protected) return;
    const lock: Lock = {
      operation: operationId(name, `end ${at}`),
      kind: 'DELETE',
      revision: serving?.revision ?? lastRevision,
      trigger: 'ttl',
      actor: itself,
      openedAt: new Date(now()).toISOString(),
      requestHash: sha256(at),
    };
    await table.timeline.tell(lock.operation, 'why', { at: lock.openedAt, text: `its time to live was over at ${at}` });
    if (!(await table.environments.lock(environment, lock, statusWhile.DELETE))) return;
    await table.operations.create(newOperation(name, lock));
    await workflow.start('teardown', lock.operation, lock.operation);
    await table.dues.clear(name, 'end');
  },
};
