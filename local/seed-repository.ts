import type { GitState } from '../simulator/git/git-state.ts';
import type { Region } from '../simulator/region.ts';

/** A public repository in the world outside, unless an earlier start has put it there. */
export function seedRepository(region: Region, url: string, files: Readonly<Record<string, string>>): void {
  if (region.context.state<GitState>('Git').repositories[url]) return;
  region.call('Git', 'Push', { url, tag: 'v1', files });
}
