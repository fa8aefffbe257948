import type { Scenario } from './script.ts';
import type { Trace } from './trace.ts';

/** Somebody who can run a scenario; `definition` is the machine's, with placeholders filled for that interpreter's account. */
export interface Interpreter {
  readonly name: string;
  /** Is $$.State.RetryCount what AWS says it is? */
  readonly countsRetries: boolean;
  run(scenario: Scenario, operationId: string): Promise<Trace>;
  stop(): Promise<void>;
}
