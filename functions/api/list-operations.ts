import type { OperationStatus } from '../../schemas/gen/api.types.ts';
import { checkName } from './check-name.ts';
import { operationView } from './operation-view.ts';
import { limitOf, pageThrough } from './page-through.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

const statuses: readonly OperationStatus[] = ['FAILING', 'RUNNING', 'QUEUED', 'FAILED', 'CANCELLED', 'SUCCEEDED'];

/** Of one environment newest first; across environments by status, those first that run. */
export const listOperations: Use = async ({ query }, { table, now }) => {
  const limit = limitOf(query);
  if (query.status !== undefined && !statuses.some((status) => status === query.status))
    throw new Problem(400, 'STATUS_UNKNOWN', `\`status\` is one of ${statuses.join(', ')}.`);
  if (query.environment !== undefined && query.status !== undefined)
    throw new Problem(400, 'QUERY_INVALID', 'Ask by `environment` or by `status`, not by both.');
  if (query.environment !== undefined) checkName(query.environment);
  const { items, next } =
    query.environment === undefined
      ? await pageThrough(
          statuses.filter((status) => query.status === undefined || status === query.status),
          limit,
          query.next,
          table.operations.listByStatus,
        )
      : await pageThrough([query.environment], limit, query.next, table.operations.listByEnvironment);
  return {
    status: 200,
    body: { operations: items.map((operation) => operationView(operation, [], now())), ...(next ? { next } : {}) },
  };
};
