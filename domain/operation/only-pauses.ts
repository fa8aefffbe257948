import { canonicalJson } from '../hash.ts';
import type { Operation } from './operation.ts';
import type { Revision } from './revision.ts';

type Rendered = Pick<Revision, 'effective' | 'blueprintVersion'>;

/** Whether an update changed nothing but `paused`: same spec, same templates, and so the same images. */
export function onlyPauses({ kind }: Pick<Operation, 'kind'>, wanted: Rendered, before: Rendered | undefined): boolean {
  if (kind !== 'UPDATE' || wanted.blueprintVersion !== before?.blueprintVersion) return false;
  const awake = ({ effective: { paused: _, ...rest } }: Rendered) => canonicalJson(rest);
  return awake(wanted) === awake(before);
}
