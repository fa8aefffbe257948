import type { Finding } from '../../schemas/gen/api.types.ts';
import { Problem } from './problem.ts';

/** All findings at once, if one of them refuses. */
export function refuse(findings: readonly Finding[]): void {
  const refusals = findings.filter((finding) => finding.severity === 'refusal');
  if (refusals.length === 0) return;
  const detail = refusals.length === 1 ? `${refusals[0]?.message}` : `${refusals.length} things in this spec cannot work.`;
  throw new Problem(400, 'SPEC_REFUSED', detail, { findings: [...findings] });
}
