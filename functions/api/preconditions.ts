import type { Environment } from '../../domain/operation/environment.ts';
import { Problem } from './problem.ts';
import type { Request } from './use-case.ts';

/** The serving revision as an ETag; `"0"` before the first one serves. */
export function etagOf(environment: Environment | undefined): string {
  return `"${environment?.serving?.revision ?? 0}"`;
}

/** Whether it is asked of certain revisions only. */
export const namesRevision = ({ headers }: Request): boolean => (headers['if-match'] ?? '*').trim() !== '*';

/** RFC 9110 §13: If-None-Match `*` creates only; If-Match changes only what the caller has seen. */
export function checkPreconditions({ headers }: Request, environment: Environment | undefined): void {
  const noneMatch = headers['if-none-match'];
  const match = headers['if-match'];
  if (noneMatch !== undefined && noneMatch.trim() !== '*')
    throw new Problem(400, 'PRECONDITION_UNSUPPORTED', 'If-None-Match takes only `*` here.');
  if (noneMatch !== undefined && environment) throw new Problem(412, 'ENVIRONMENT_EXISTS', `${environment.name} exists already.`);
  if (match === undefined) return;
  const listed = match.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!environment || !(listed.includes('*') || listed.includes(etagOf(environment))))
    throw new Problem(
      412,
      'REVISION_MOVED',
      `The serving revision is ${environment ? etagOf(environment) : 'none'}, not ${match}.`,
    );
}
