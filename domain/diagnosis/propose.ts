import type { Diagnosis } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { check } from '../spec/check.ts';
import { complete } from '../spec/complete.ts';
import { diff } from '../spec/diff.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import { mergePatch } from '../spec/merge-patch.ts';
import type { Mend } from './mend.ts';

/** The spec an operation was to bring about, as sent and with every default written out. */
export interface Wanted {
  readonly spec: Spec;
  readonly effective: EffectiveSpec;
}

type Proposal = Pick<Diagnosis, 'patch' | 'changes'>;

/**
 * What a remedy would change of the spec that failed, as a merge patch and place by place. One that would only meet another
 * refusal is none.
 */
export function propose(
  mend: Mend | undefined,
  { spec, effective }: Wanted,
  services: readonly string[],
  text: string,
): Proposal {
  const patch = mend?.({ spec: effective, services, text });
  if (!patch) return {};
  const mended = mergePatch(spec, patch);
  const before = new Set(check(spec).map(nameOf));
  if (check(mended).some((finding) => !before.has(nameOf(finding)))) return {};
  const { dockerHubSecret } = effective;
  const changes = diff(effective, complete(mended as Spec, dockerHubSecret === undefined ? {} : { dockerHubSecret }));
  return changes.length === 0 ? {} : { patch: patch as Record<string, unknown>, changes: [...changes] };
}

const nameOf = ({ code, pointer }: { readonly code: string; readonly pointer: string }) => `${code} ${pointer}`;
