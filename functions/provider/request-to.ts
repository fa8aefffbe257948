import type { StackRequest } from '../../domain/stack-request/stack-request.ts';
import type { Request } from '../api/use-case.ts';

/** A stack's request as the use cases know one. Its key is CloudFormation's own, so that a repeat is the same operation. */
export function requestTo(
  name: string,
  { actor, requestId }: StackRequest,
  how: Pick<Request, 'method' | 'query'> & { readonly body?: unknown; readonly behind?: 'waits' | 'makesWay' },
): Request {
  const { method, query, body, behind } = how;
  return {
    method,
    path: `/environments/${name}`,
    parameters: { name },
    query,
    headers: { 'idempotency-key': requestId },
    body,
    actor,
    trigger: 'custom resource',
    ...(behind ? { behind } : {}),
  };
}
