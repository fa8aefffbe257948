import type { Bus } from '../../cloud/bus.ts';
import type { Table } from '../../cloud/table.ts';
import type { Workflow } from '../../cloud/workflow.ts';
import { rebuildSkipped } from '../../domain/events/rebuild-skipped.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { newOperation } from '../../domain/operation/new-operation.ts';
import { isOver, statusWhile } from '../../domain/operation/transitions.ts';
import { atATurn, atOnce, type Wave } from '../../domain/trigger/wave.ts';
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
  for (const environment of frozen || wave.failed ? [] : seen.pending.slice(0, atATurn)) {
    if (Object.keys(wave.running).length >= atOnce) break;
    const answer = await ask(environment, wave, deps);
    const pending = wave.pending.filter((one) => one !== environment);
    // Who is asked again later is asked last, so that nobody keeps the others waiting.
    if (answer === 'later') wave = { ...wave, pending: [...pending, environment] };
    else if ('begun' in answer) wave = { ...wave, pending, running: { ...wave.running, [environment]: answer.begun } };
    else wave = { ...wave, pending, done: { ...wave.done, [environment]: answer.done } };
  }
  const resting = Object.keys(wave.running).length === 0;
  if (resting && wave.failed) wave = { ...wave, told: await tellSpared(wave, deps) };
  await table.waves.save({ ...wave, status: resting ? statusOf(wave) : 'OPEN', version: seen.version + 1 });
}

function statusOf({ pending, failed, told = 0 }: Wave): Wave['status'] {
  if (failed) return told < pending.length ? 'OPEN' : 'STOPPED';
  return pending.length === 0 ? 'DONE' : 'OPEN';
}

/** Who is left alone because it went wrong elsewhere hears of it; told again it is the same event. Answers how many have. */
async function tellSpared(wave: Wave, deps: WaveDeps): Promise<number> {
  const { pending, failed, told = 0 } = wave;
  const turn = pending.slice(told, told + atATurn);
  for (const environment of turn) {
    const spared = await deps.table.environments.get(environment);
    if (!spared || !failed) continue;
    const sentence = `It failed for ${failed.environment} (${failed.operation}), so it was not tried here.`;
    await tellSkipped(spared, wave, { code: 'WAVE_STOPPED', sentence, operation: failed.operation }, deps);
  }
  return told + turn.length;
}

async function tellSkipped(
  { name, serving }: Environment,
  { trigger, seed }: Wave,
  why: { readonly code: string; readonly sentence: string; readonly operation?: string },
  { bus, now }: WaveDeps,
): Promise<void> {
  if (!serving) return;
  const at = new Date(now()).toISOString();
  const event = rebuildSkipped({ environment: name, revision: serving.revision, trigger, cause: seed, at, ...why });
  // Who missed it finds it in GET /waves; a bus that refuses must not keep a wave open.
  await bus.publish(event).catch(() => undefined);
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
  const id = operationOf(name, wave);
  if (environment.active?.operation === id || (await table.operations.get(id))) return { begun: id };
  if (environment.status === 'STUCK') {
    const { lastOperation } = environment;
    const sentence = 'It is STUCK: repair it, then ask again.';
    const why = { code: 'ENVIRONMENT_STUCK', sentence, ...(lastOperation ? { operation: lastOperation } : {}) };
    await tellSkipped(environment, wave, why, deps);
    return { done: 'it is STUCK' };
  }
  if (environment.status === 'PAUSED' && wave.kind === 'RESTART') {
    const done = 'it is PAUSED: whoever wakes it starts new tasks';
    await tellSkipped(environment, wave, { code: 'ENVIRONMENT_PAUSED', sentence: `I${done.slice(1)}.` }, deps);
    return { done };
  }
  // It gives up what it remembers with its lock: told before that, it would say that it remembers it.
  if (environment.active && environment.active.operation === wave.after) return 'later';
  if (environment.active || environment.status === 'PAUSED') {
    const { kind, trigger, why, seed } = wave;
    const kept = await table.environments.remember(environment, { kind, trigger, why, seed });
    const until = environment.active ? `behind ${environment.active.operation}` : 'until it wakes';
    return kept ? { done: `remembered ${until}` } : 'later';
  }
  const lock = await prepareAgain(environment, wave, deps);
  if (!lock) return { done: 'nothing of it serves' };
  // First of all: once the lock is taken, nobody who comes after a death knows it any more.
  await table.timeline.tell(id, 'why', { at: lock.openedAt, text: wave.why });
  if (!(await table.environments.lock(environment, lock, statusWhile[lock.kind]))) return 'later';
  await table.operations.create(newOperation(name, lock));
  await workflow.start('deploy', id, id);
  return { begun: id };
}
