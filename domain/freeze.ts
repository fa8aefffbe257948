/** What an operator has stopped, and why; at most one stands at a time. */
export interface Freeze {
  readonly scope: 'triggers' | 'everything';
  readonly reason: string;
  readonly by: string;
  readonly since: string;
}
