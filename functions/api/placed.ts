import type { Finding } from '../../schemas/gen/api.types.ts';

/** Findings of a spec as findings of the request it is in. */
export const placed = (findings: readonly Finding[], prefix: string): Finding[] =>
  findings.map((finding) => ({ ...finding, pointer: prefix + finding.pointer }));
