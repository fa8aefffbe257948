import type { SdkCall } from '../../simulator/connect.ts';
import type { TestWorld } from '../../test/support/world.ts';
import type { Scenario } from '../shapes/scenarios.ts';

/** A scenario in which something happens at a call of a function; what throws there, AWS refuses. */
export interface Disturbed extends Scenario {
  readonly disturb?: () => (by: string, call: SdkCall, world: TestWorld) => void;
}
