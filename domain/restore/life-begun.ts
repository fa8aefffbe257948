import type { Revision } from '../operation/revision.ts';
import { beginsALife } from '../trigger/begins-a-life.ts';
import { itself } from '../trigger/itself.ts';
import type { KeptRecord } from './kept-record.ts';

/**
 * When the time to live of what serves began, in milliseconds: with the newest request, as far as the record has it. The
 * history has the minute in which that came to serve, and where the record does not know, the life is rather too long.
 */
export function lifeBegun({ environment: { history = [] } }: KeptRecord, serves: Revision): number {
  const trigger = history.find(({ operation }) => operation === serves.operation)?.trigger;
  const asked = trigger === undefined ? serves.actor !== itself : beginsALife(trigger);
  const before = asked ? undefined : history.find((one) => beginsALife(one.trigger));
  return Date.parse(before?.at ?? serves.createdAt);
}
