import type { Started } from '../../cloud/started.ts';
import type { Look } from '../../domain/operation/look.ts';
import type { Attempt, Operation } from '../../domain/operation/operation.ts';

/** A step's target, bound to the part of AWS it is about. Two verbs, always apart: is it there, and begin. */
export interface Aim {
  /** What its attempts are attempts at. */
  readonly subject: string;
  /** The actions it takes; attempts with others at the same subject belong to another step. */
  readonly actions: readonly Attempt['action'][];
  look(operation: Operation): Promise<Look>;
  /** What the attempt's call will carry; decided once, before the attempt is written. */
  prepare(operation: Operation, action: Attempt['action']): Promise<Pick<Attempt, 'call' | 'servingInputs'>>;
  /** Makes the call the attempt stands for. Repeated, it repeats every byte. */
  start(operation: Operation, attempt: Attempt): Promise<Started>;
}
