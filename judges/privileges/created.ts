import { demoSpec } from '../../test/support/demo-spec.ts';
import type { TestWorld } from '../../test/support/world.ts';

/** The demo's environment, created and left to itself for a while. */
export async function created(world: TestWorld): Promise<void> {
  await world.ended(await world.put('hello', demoSpec));
  await world.passes(5);
}
