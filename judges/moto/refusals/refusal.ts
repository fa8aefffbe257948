import type { Connect } from '../../../cloud/connect.ts';

/** Something moto does not do and no stand-in does for it, so that examples which need it are not lived through. */
export interface Refusal {
  /** What moto refuses, one line. */
  readonly refuses: string;
  /** Asks moto itself, in a region where nothing else is, whether it still refuses this and for this reason. */
  readonly stillRefused: (elsewhere: Connect) => Promise<boolean>;
}
