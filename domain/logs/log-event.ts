/** One line as it was written; its time in milliseconds, because lines are ordered and paged by it. */
export interface LogEvent {
  readonly at: number;
  readonly message: string;
}
