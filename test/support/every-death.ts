import { inFull } from './in-full.ts';
import { type Death, throughDeath } from './mortal-world.ts';
import { unsettled } from './unsettled.ts';
import type { TestWorld } from './world.ts';

/**
 * Kills the process at the SDK calls of a scenario, one run each, and lists the deaths after which something was wrong. The
 * number of calls is counted first, in a run nobody kills. `MOORAGE_DEATHS=all` dies at every call, some minutes long;
 * without it every `usually`th stands for its neighbours.
 */
export async function everyDeath(
  moment: Death['moment'],
  scenario: (world: TestWorld) => Promise<void>,
  prepare?: (world: TestWorld) => Promise<void>,
  usually = 101,
  options: Parameters<typeof throughDeath>[3] = {},
) {
  const stride = inFull ? 1 : usually;
  const { calls, world } = await throughDeath(undefined, scenario, prepare, options);
  const undisturbed = await unsettled(world);
  const fatal: string[] = undisturbed.map((wrong) => `without any death: ${wrong}`);
  for (let call = 1; call <= calls; call += stride) {
    try {
      const survived = await throughDeath({ call, moment }, scenario, prepare, options);
      for (const wrong of await unsettled(survived.world)) fatal.push(`${moment} call ${call} (${survived.at}): ${wrong}`);
    } catch (error) {
      fatal.push(`${moment} call ${call}: ${String(error)}`);
    }
  }
  return { calls, fatal };
}
