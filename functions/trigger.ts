import { capabilitiesOf } from './capabilities-of.ts';
import { bus, table, workflow } from './container.ts';
import { advanceWave } from './trigger/advance-wave.ts';
import { runDue } from './trigger/run-due.ts';
import { takeEvent } from './trigger/take-event.ts';
import { onLambda, type World } from './world.ts';

/** Rung by what changes outside, by ended operations, and every minute: begins what nobody has asked for by hand. */
export const bind = (world: World) => {
  const deps = { ...capabilitiesOf(world, { table, workflow, bus }), now: world.now };
  return async (event: Parameters<typeof takeEvent>[0]): Promise<void> => {
    await takeEvent(event, deps);
    await runDue(deps);
    const failed: unknown[] = [];
    let next: string | undefined;
    do {
      const page = await deps.table.waves.listByStatus('OPEN', 25, next);
      // One that cannot go on now keeps the others waiting for nothing.
      for (const { id } of page.items) await advanceWave(id, deps).catch((error: unknown) => failed.push(error));
      next = page.next;
    } while (next);
    if (failed.length > 0) throw new Error(`${failed.length} waves could not go on`, { cause: failed[0] });
  };
};
export const handler = onLambda(bind);
