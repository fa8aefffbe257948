import type { Trigger } from '../../schemas/gen/api.types.ts';

/** That an environment should be begun again, and why. */
export interface Wish {
  /** New images, or only new tasks of the same. */
  readonly kind: 'REBUILD' | 'RESTART';
  readonly trigger: Trigger;
  /** One sentence for whoever asks why it was done, or why not. */
  readonly why: string;
  /** The same for the same happening, however often it is told: it makes the operation's id. */
  readonly seed: string;
}

export type WishKind = Wish['kind'];
