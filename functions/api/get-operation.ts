import { drawOperation } from './draw-operation.ts';
import { operationView } from './operation-view.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

export const getOperation: Use = async ({ parameters: { id = '' }, headers }, { table, now }) => {
  const operation = await table.operations.get(id);
  if (!operation) throw new Problem(404, 'OPERATION_UNKNOWN', `There is no operation ${id}.`);
  const view = operationView(operation, await table.timeline.read(id), now());
  return prefersText(headers.accept ?? '')
    ? { status: 200, body: drawOperation(view), type: 'text/plain; charset=utf-8' }
    : { status: 200, body: view };
};

function prefersText(accept: string): boolean {
  const text = accept.indexOf('text/plain');
  const json = accept.indexOf('application/json');
  return text >= 0 && (json < 0 || text < json);
}
