import { handlerError } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { Ec2State, Tag } from './ec2-state.ts';

export function ec2State(context: Context): Ec2State {
  return context.state<Ec2State>('EC2');
}

/** An id as EC2 makes them: prefix and 17 hexadecimal digits. */
export function ec2Id(context: Context, prefix: string): string {
  return `${prefix}-${context.id(17, '0123456789abcdef')}`;
}

export function ec2Tags(request: ResourceRequest): Tag[] {
  return Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value }));
}

/** The message as handlers pass EC2's on (amazon-mwaa-examples#76 has one in full). */
export function ec2Error(context: Context, handlerErrorCode: string, message: string, code?: string): Error {
  const details = `(Service: Ec2, Status Code: 400, Request ID: ${context.uuid()})`;
  return handlerError(handlerErrorCode, `${message} ${details}`, code);
}

/** The thing of that id, or EC2's "does not exist". */
export function requireThing<T>(context: Context, things: Record<string, T>, what: string, id: unknown): T {
  const found = things[String(id)];
  if (!found) throw ec2Error(context, 'NotFound', `The ${what} ID '${String(id)}' does not exist`);
  return found;
}

/** Templates and parameters give booleans as text as well. */
export function isTrue(value: unknown): boolean {
  return String(value) === 'true';
}
