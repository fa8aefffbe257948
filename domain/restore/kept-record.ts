import type { Environment } from '../operation/environment.ts';
import type { Plan } from '../operation/operation.ts';
import type { Revision } from '../operation/revision.ts';

/**
 * What the bucket keeps of an operation, written before it begins anything: everything about its environment that AWS
 * could not say if the table were lost.
 */
export interface KeptRecord {
  /** As the operation found it, without its lock; what it says of serving was settled. */
  readonly environment: Environment;
  readonly revision: Revision;
  readonly plan: Plan;
  /** The revision that served when the operation began. */
  readonly before?: Revision;
}
