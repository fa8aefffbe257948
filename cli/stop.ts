/** Ends a command with this exit code; the message is what the person reads. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly exitCode: number;

  constructor(exitCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
