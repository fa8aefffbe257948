import type { EnvironmentStatus } from '../../schemas/gen/api.types.ts';
import { summaryOf } from './environment-view.ts';
import { limitOf, pageThrough } from './page-through.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

/** What needs a person first. */
const statuses: readonly EnvironmentStatus[] = ['STUCK', 'FAILED', 'CREATING', 'UPDATING', 'DELETING', 'AVAILABLE', 'PAUSED'];

export const listEnvironments: Use = async ({ query }, { table }) => {
  const wanted = statuses.filter((status) => query.status === undefined || query.status === status);
  if (wanted.length === 0) throw new Problem(400, 'STATUS_UNKNOWN', `\`status\` is one of ${statuses.join(', ')}.`);
  const { items, next } = await pageThrough(wanted, limitOf(query), query.next, table.environments.listByStatus);
  return { status: 200, body: { environments: items.map(summaryOf), ...(next ? { next } : {}) } };
};
