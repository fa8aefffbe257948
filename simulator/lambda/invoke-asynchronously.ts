import type { LambdaResult } from '../region.ts';
import type { Context } from '../service.ts';
import type { LambdaState } from './lambda-state.ts';

export interface AsynchronousEvent {
  readonly functionName: string;
  readonly payload: object;
  readonly attempt: number;
}

/**
 * Puts an event into Lambda's own queue, as a service does that does not wait for the function ("Event" invocation).
 * It comes at least once; the knob `lambda.doubled` lets every event come twice.
 */
export function invokeAsynchronously(context: Context, functionName: string, payload: object): void {
  const copies = context.knob('lambda.doubled') === true ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1)
    context.after(context.between(0.1, 1), 'Lambda', 'deliver', { functionName, payload, attempt: 1 });
}

export function deliver(event: AsynchronousEvent, context: Context): void {
  context.invoke(event.functionName, event.payload, { service: 'Lambda', kind: 'delivered', data: event });
}

/** A function that failed or died gets its event twice more, one minute and then two minutes later. */
export function delivered({ result, ...event }: AsynchronousEvent & { result: LambdaResult }, context: Context): void {
  if (!result.error && !result.died) return;
  if (event.attempt < 3) {
    context.after(event.attempt * 60, 'Lambda', 'deliver', { ...event, attempt: event.attempt + 1 });
    return;
  }
  const { functionName, payload } = event;
  const error = result.error?.errorMessage ?? 'the function died';
  context.state<LambdaState>('Lambda').dropped.push({ functionName, payload, error, at: context.now() });
}
