import type { Bus } from '../../cloud/bus.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import { rebuildSkipped } from '../../domain/events/rebuild-skipped.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { isOver, statusWhile } from '../../domain/operation/transitions.ts';
import { atOnce, type Wave } from '../../domain/trigger/wave.ts';
import { operationOf, prepareAgain } from './again.ts';

export interface WaveDeps {
  readonly table: Table;
  readonly workflow: Workflow;
  readonly bus: Bus;
  readonly now: () => number;
}

/** What came of asking one environment. */
type Answer = { readonly begun: string } | { readonly done: string } | 'later';

/**
 * Goes on with a wave: takes note of what has ended, and begins as many as may run. Whatever it does is done under the ids of
 * the happening, so that going on twice, or by two at once, begins nothing twice. While anything is frozen nothing is begun.
 */
export async function advanceWave(id: string, deps: WaveDeps): Promise<void> {
  const { table } = deps;
  const seen = await table.waves.get(id);
  if (seen?.status !== 'OPEN') return;
  let wave = await takeNote(seen, deps);
  const frozen = (await table.freezes.get()) !== undefined;
  for (const environment of frozen || wave.failed ? [] : seen.pending) {
    if (Object.keys(wave.running).length >= atOnce) break;
    const answer = await ask(environment, wave, deps);
    if (answer === 'later') continue;
    const pending = wave.pending.filter((one) => one !== environment);
    wave =
      'begun' in answer
        ? { ...wave, pending, running: { ...wave.running, [environment]: answer.begun } }
        : { ...wave, pending, done: { ...wave.done, [environment]: answer.done } };
  }
  const resting = Object.keys(wave.running).length === 0;
  const status = resting && wave.failed ? 'STOPPED' : resting && wave.pending.length === 0 ? 'DONE' : 'OPEN';
  if (status === 'STOPPED') await tellSpared(wave, deps);
  await table.waves.save({ ...wave, status, version: seen.version + 1 });
}

/** Who is left alone because it went wrong elsewhere hears of it; told again it is the same event. */
async function tellSpared({ pending, trigger, seed, failed }: Wave, { table, bus, now }: WaveDeps): Promise<void> {
  for (const environment of pending) {
    const revision = (await table.environments.get(environment))?.serving?.revision;
    if (revision === undefined || !failed) continue;
    const at = new Date(now()).toISOString();
    const sentence = `It failed for ${failed.environment} (${failed.operation}), so it was not tried here.`;
    const event = rebuildSkipped({ environment, revision, trigger, cause: seed, at, code: 'WAVE_STOPPED', sentence });
    // Who missed it finds it in GET /waves; a bus that refuses must not keep a wave open.
    await bus.publish(event).catch(() => undefined);
  }
}

async function takeNote(wave: Wave, { table }: WaveDeps): Promise<Wave> {
  let noted = wave;
  for (const [environment, id] of Object.entries(wave.running)) {
    const operation = await table.operations.get(id);
    if (operation && !isOver(operation.status)) continue;
    const { [environment]: _over, ...running } = noted.running;
    const done = { ...noted.done, [environment]: `${id} ${operation?.status ?? 'is unknown'}` };
    const failed = operation?.status === 'FAILED' && !noted.failed ? { failed: { environment, operation: id } } : {};
    noted = { ...noted, running, done, ...failed };
  }
  return noted;
}

async function ask(name: string, wave: Wave, deps: WaveDeps): Promise<Answer> {
  const { table, workflow } = deps;
  const environment = await table.environments.get(name);
  if (!environment?.serving) return { done: 'nothing of it serves' };
  if (wave.key && !environment.watches?.includes(wave.key)) return { done: 'it does not follow this any more' };
  if (environment.status === 'STUCK' || environment.status === 'PAUSED') return { done: `it is ${environment.status}` };
  const id = operationOf(name, wave);
  if (environment.active?.operation === id || (await table.operations.get(id))) return { begun: id };
  if (environment.active) {
    const { kind, trigger, why, seed } = wave;
    const kept = await table.environments.remember(environment, { kind, trigger, why, seed });
    return kept ? { done: `remembered behind ${environment.active.operation}` } : 'later';
  }
  const lock = await prepareAgain(environment, wave, deps);
  if (!lock) return { done: 'nothing of it serves' };
  if (!(await table.environments.lock(environment, lock, statusWhile[lock.kind]))) return 'later';
  await table.operations.create(newOperation(name, lock));
  await table.timeline.tell(id, 'why', { at: lock.openedAt, text: wave.why });
  await workflow.start('deploy', id, id);
  return { begun: id };
}
