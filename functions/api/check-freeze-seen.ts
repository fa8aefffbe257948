import type { Freeze } from '../../domain/freeze.ts';
import { freezeEtag } from './freeze-view.ts';
import { Problem } from './problem.ts';
import type { Request } from './use-case.ts';

/** One's own freeze one may change at will; another's only by saying, with If-Match, that one has seen it. */
export function checkFreezeSeen({ headers, actor }: Request, standing: Freeze | undefined): void {
  const match = headers['if-match'];
  const etag = freezeEtag(standing);
  if (match !== undefined) {
    const listed = match.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
    if (!listed.includes(etag) && !(standing && listed.includes('*'))) throw freezeMoved(standing);
  } else if (standing && standing.by !== actor) {
    const { by, since, scope, reason } = standing;
    throw new Problem(
      409,
      'FREEZE_OF_ANOTHER',
      `${by} has stopped ${scope} since ${since}: ${reason}. To replace or lift it all the same, send If-Match: ${etag}.`,
      { headers: { etag } },
    );
  }
}

export function freezeMoved(standing: Freeze | undefined): Problem {
  const now = standing
    ? `what stands now is by ${standing.by} since ${standing.since}: ${standing.reason}`
    : 'nothing is frozen now';
  return new Problem(412, 'FREEZE_MOVED', `The freeze is not what you have seen; ${now}. Read GET /freeze, and decide again.`, {
    headers: { etag: freezeEtag(standing) },
  });
}
