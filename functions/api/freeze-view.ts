import type { Freeze } from '../../domain/freeze.ts';
import { canonicalJson, sha256 } from '../../domain/hash.ts';
import { openStatuses } from '../../domain/operation/transitions.ts';
import type { FreezeView } from '../../schemas/gen/api.types.ts';
import type { Answer, ApiDeps } from './use-case.ts';

/** What stands, as an ETag; `"0"` while nothing does. */
export function freezeEtag(freeze: Freeze | undefined): string {
  return freeze ? `"${sha256(canonicalJson(freeze)).slice(0, 16)}"` : '"0"';
}

const meanings: Readonly<Record<Freeze['scope'], string>> = {
  triggers:
    'Nothing begins by itself: no schedule, no end of a time to live nor the warning before it, no rebuild or restart an event calls for, nothing that was remembered while an environment was busy or asleep. All of it is kept and begins once this is lifted; requests are let through.',
  everything:
    'Nothing new begins: PUT, PATCH, POST and DELETE of environments are refused with 423. Reads and cancel go on, and so does what is under way, to its end.',
};

/** The freeze and what still moves under it: whoever has frozen waits for `running` to become empty. */
export async function freezeAnswer(freeze: Freeze | undefined, deps: ApiDeps, lifted?: Freeze): Promise<Answer> {
  const lists = await Promise.all(openStatuses.map((status) => deps.table.operations.listByStatus(status, 100)));
  const etag = freezeEtag(freeze);
  const body: FreezeView = {
    frozen: freeze !== undefined,
    ...(freeze ? { freeze } : {}),
    ...(lifted ? { lifted } : {}),
    means: freeze ? meanings[freeze.scope] : 'Nothing is stopped.',
    etag,
    running: lists.flatMap(({ items }) => items.map(({ id }) => id)).slice(0, 100),
  };
  return { status: 200, body, headers: { etag } };
}
