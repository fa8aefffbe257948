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
/** Nothing is decided; the step has to be entered again, because only the step may start things. */
export class LookAgain extends Failure {
  override readonly name = 'LookAgain';
}
/** AWS would not or could not just now (throttling, a slot, propagation); the same call may work in a moment. */
export class Retryable extends Failure {
  override readonly name = 'Retryable';
}
/** What was started ended badly, and trying again would end the same way. */
export class AttemptFailed extends Failure {
  override readonly name = 'AttemptFailed';
}
/** The step's time was up before the world was where it should be. */
export class PhaseDeadline extends Failure {
  override readonly name = 'PhaseDeadline';
}
/** Something of that name exists and is not this environment's; it is left alone. */
export class ForeignResource extends Failure {
  override readonly name = 'ForeignResource';
}
/** The plan cannot be made: what the spec names does not exist, or the account cannot hold it. */
export class PlanRefused extends Failure {
  override readonly name = 'PlanRefused';
}
/** A conditional write found the record in another state than the caller expected. */
export class RecordMoved extends Failure {
  override readonly name = 'RecordMoved';
}

/** Every name a state machine may match; a test holds the ASL files against it. */
export const errorNames = [
  'Fenced',
  'LookAgain',
  'Retryable',
  'AttemptFailed',
  'PhaseDeadline',
  'ForeignResource',
  'PlanRefused',
  'RecordMoved',
] as const;
export type ErrorName = (typeof errorNames)[number];
