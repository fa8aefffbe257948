import { drawOperation } from './draw-operation.ts';
import { findOperation } from './find-operation.ts';
import { operationView } from './operation-view.ts';
import { prefersText } from './prefers-text.ts';
import type { Use } from './use-case.ts';

export const getOperation: Use = async ({ parameters: { id = '' }, headers }, deps) => {
  const operation = await findOperation(id, deps);
  const view = operationView(operation, await deps.table.timeline.read(id), deps.now());
  return prefersText(headers.accept ?? '')
    ? { status: 200, body: drawOperation(view), type: 'text/plain; charset=utf-8' }
    : { status: 200, body: view };
};
