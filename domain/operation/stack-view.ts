/** A stack as CloudFormation shows it, and whose operation that status is about. */
export interface StackView {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly reason?: string;
  /** ClientRequestToken of the newest operation on the stack. */
  readonly token?: string;
  /** False while the outputs beside it may still be those of the operation before. */
  readonly current: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}
