import type { Accepted } from '../../schemas/gen/api.types.ts';
import type { TestWorld } from '../../test/support/world.ts';

/** Asks for the environment's removal; the operation's id. */
export async function beginRemoval(world: TestWorld): Promise<string> {
  return (await world.request<Accepted>('DELETE', '/environments/hello')).body.operation;
}
