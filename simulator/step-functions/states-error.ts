/** An error as a state machine knows it: what Retry and Catch match on. Thrown inside the interpreter, never out of it. */
export class StatesError extends Error {
  readonly error: string | undefined;
  readonly details: string | undefined;
  /** A second name Retry and Catch may know it by. */
  readonly alias: string | undefined;

  constructor(error: string | undefined, details?: string, alias?: string) {
    super(`${error}: ${details}`);
    this.error = error;
    this.details = details;
    this.alias = alias;
  }
}
