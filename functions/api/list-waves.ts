import type { Wave } from '../../domain/trigger/wave.ts';
import type { WavePage, WaveView } from '../../schemas/gen/api.types.ts';
import { pageThrough } from './page-through.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

const statuses = ['OPEN', 'DONE', 'STOPPED'] as const;

/** What has set off rebuilds by itself: whom it concerned, what came of it, and who was spared because it went wrong elsewhere. */
export const listWaves: Use = async ({ query }, { table }) => {
  const status = statuses.find((one) => one === (query.status ?? 'OPEN'));
  if (!status) throw new Problem(400, 'QUERY_INVALID', `\`status\` is one of ${statuses.join(', ')}.`);
  const { items, next } = await pageThrough([status], 20, query.next, table.waves.listByStatus);
  const body: WavePage = { waves: items.map(viewOf), ...(next ? { next } : {}) };
  return { status: 200, body };
};

function viewOf({ id, kind, trigger, why, startedAt, status, pending, running, done, failed }: Wave): WaveView {
  const view = { id, kind, trigger, why, startedAt, status, pending: [...pending], running: { ...running }, done: { ...done } };
  return { ...view, ...(failed ? { failed } : {}) };
}
