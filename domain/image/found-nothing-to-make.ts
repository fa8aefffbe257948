import type { BuildView } from './build-view.ts';

/** What serves was made of the very same: that image is what the build stands for. */
export function foundNothingToMake({ exported }: BuildView): boolean {
  return exported.MOORAGE_UNCHANGED === '1';
}
