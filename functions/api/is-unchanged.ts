import { blueprintVersion } from '../../domain/blueprint-version.ts';
import { canonicalJson } from '../../domain/hash.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';

/** Nothing would change: same spec, the last operation brought it about, and the blueprint renders as it did then. */
export function isUnchanged(
  { status, serving, lastOperation, lastFailure }: Environment,
  revision: Revision,
  spec: Spec,
): boolean {
  return (
    (status === 'AVAILABLE' || status === 'PAUSED') &&
    serving?.operation === lastOperation &&
    // Cancelled too late to go back: it serves, but what it should have taken away is still there.
    lastFailure?.operation !== lastOperation &&
    serving?.blueprintVersion === blueprintVersion &&
    canonicalJson(revision.spec) === canonicalJson(spec)
  );
}
