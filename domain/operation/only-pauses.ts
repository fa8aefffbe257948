import { canonicalJson } from '../hash.ts';
import type { Operation } from './operation.ts';
import type { Revision } from './revision.ts';

/** Whether an update changed nothing but `paused`: same spec, same templates, and so the same images. */
export function onlyPauses({ kind }: Operation, wanted: Revision, before: Revision | undefined): boolean {
  if (kind !== 'UPDATE' || wanted.blueprintVersion !== before?.blueprintVersion) return false;
  const awake = ({ effective: { paused: _, ...rest } }: Revision) => canonicalJson(rest);
  return awake(wanted) === awake(before);
}
