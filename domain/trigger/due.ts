/** What is due for an environment: its next scheduled rebuild, the warning before its end, its end. */
export interface Due {
  readonly environment: string;
  readonly kind: DueKind;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export type DueKind = 'schedule' | 'warning' | 'end';
export const dueKinds: readonly DueKind[] = ['schedule', 'warning', 'end'];
