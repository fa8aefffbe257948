/**
 * The closed family of errors that travel. `name` is a literal because it is also the ASL error code: a class that does
 * not set it is called "Error" on the other side, and no Retry or Catch could tell it apart.
 */
abstract class Failure extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
  }
}

/** The operation may not begin anything any more: it failed elsewhere, was cancelled or is over. */
export class Fenced extends Failure {
  override readonly name = 'Fenced';
}
/** AWS would not or could not just now (throttling, a slot, propagation); the same call may work in a moment. */
export class Retryable extends Failure {
  override readonly name = 'Retryable';
}
/** The plan cannot be made: what the spec names does not exist, or the account cannot hold it. */
export class PlanRefused extends Failure {
  override readonly name = 'PlanRefused';
}

/** Every name a state machine may match; a test holds the ASL files against it. */
export const errorNames = [
  'Fenced',
  'Retryable',
  'PlanRefused',
  // Nobody throws the others: a step that waits is answered with them.
  /** Nothing is decided; the step has to be entered again, because only the step may start things. */
  'LookAgain',
  /** What was started ended badly, and trying again would end the same way. */
  'AttemptFailed',
  /** The step's time was up before the world was where it should be. */
  'PhaseDeadline',
  /** Something of that name exists and is not this environment's; it is left alone. */
  'ForeignResource',
] as const;
export type ErrorName = (typeof errorNames)[number];
