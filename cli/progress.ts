import type { OperationView } from '../schemas/gen/api.types.ts';

/** Shows an operation while it runs. Two forms: live on a terminal, plain lines everywhere else. */
export interface Progress {
  show(view: OperationView): void;
  /** About the connection, not the operation. */
  note(text: string): void;
  /** Leaves the terminal as a person expects to find it; safe to call twice. */
  end(): Promise<void>;
}
