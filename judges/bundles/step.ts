import type { FunctionName } from '../../functions/catalog.ts';
import type { MotoAws } from './moto-aws.ts';
import type { Answer } from './sandbox.ts';

/** What earlier steps were answered and later ones need. */
export type Seen = Record<string, string>;

/** One event for one function, and what has to come of it. */
export interface Step {
  readonly of: FunctionName;
  readonly about: string;
  readonly event: (seen: Seen) => object;
  /** Part of an `Answer`; a body is JSON already, and a regular expression stands for any text it matches. */
  readonly wants: object;
  /** Before the event: how the world comes to be as the step says. */
  readonly before?: (seen: Seen, aws: MotoAws) => Promise<void>;
  /** After it: what has to be seen in AWS. Says what is wrong. */
  readonly after?: (seen: Seen, aws: MotoAws, answer: Answer) => Promise<string | undefined>;
}
