import type { Connect } from '../../cloud/connect.ts';
import type { WireAnswer, WireCall } from './wire.ts';

/**
 * Something AWS does and moto does not, done from outside with moto's own API, and only over what moto itself holds.
 * None of them knows what would be pleasant for us to hear: what moto does answer passes unchanged.
 */
export interface StandIn {
  /** What moto lacks, one line. */
  readonly lacks: string;
  /** Asks moto itself, in a region where nothing else is, whether it still lacks it; a stand-in no longer needed has to go. */
  readonly stillNeeded: (elsewhere: Connect) => Promise<boolean>;
  /** Answers a call. `next` asks the next stand-in, and in the end moto itself, the same or a changed call. */
  readonly handle: (call: WireCall, next: (changed?: WireCall) => Promise<WireAnswer>) => Promise<WireAnswer>;
}
