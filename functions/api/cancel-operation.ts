import { isPastReturn } from '../../domain/operation/is-past-return.ts';
import { isOver } from '../../domain/operation/transitions.ts';
import { toFindings } from '../../domain/spec/to-findings.ts';
import { validateCancel } from '../../schemas/gen/validators.js';
import { fence } from '../ensure/fence.ts';
import { findOperation } from './find-operation.ts';
import { neverBegins } from './never-begins.ts';
import { operationView } from './operation-view.ts';
import { Problem } from './problem.ts';
import { refuseStranger } from './refuse-stranger.ts';
import type { Use } from './use-case.ts';

/** Cancel is the fence and nothing else: the operation goes on to undo what it has begun. Asked again, it answers the same. */
export const cancelOperation: Use = async (request, deps) => {
  const { table, workflow, now } = deps;
  const id = request.parameters.id ?? '';
  if (!validateCancel(request.body))
    throw new Problem(400, 'BODY_REFUSED', 'The body is { "reason": … } or empty.', {
      findings: toFindings(validateCancel.errors ?? [], ['reason']),
    });
  const operation = await findOperation(id, deps);
  await refuseStranger(await table.environments.get(operation.environment), request, deps, 'run');
  const { reason } = request.body as { reason?: string };
  if (
    (operation.status === 'QUEUED' || operation.dismissed) &&
    (await neverBegins(operation, { by: request.actor, ...(reason ? { reason } : {}) }, deps))
  )
    return {
      status: 202,
      body: operationView(await findOperation(id, deps), await table.timeline.read(id), now()),
      headers: { location: `/operations/${id}` },
    };
  if (operation.kind === 'DELETE' && !isOver(operation.status))
    throw new Problem(
      409,
      'DELETE_NOT_CANCELLABLE',
      'A deletion that has begun cannot be stopped; CloudFormation does not offer it.',
      { operation: id },
    );
  if (isOver(operation.status) && !operation.cancelled)
    throw new Problem(409, 'OPERATION_OVER', `${id} is ${operation.status} already.`, { operation: id });
  if (isPastReturn(operation) && !isOver(operation.status) && !operation.cancelled)
    throw new Problem(
      409,
      'OPERATION_PAST_RETURN',
      `The services of ${operation.environment} run revision ${operation.revision} already and what the earlier one stood on is going; ${id} will be over in minutes.`,
      { operation: id },
    );
  const at = new Date(now()).toISOString();
  // It may have the lock this moment and no item yet.
  if (operation.status === 'QUEUED') await table.operations.create(operation);
  const cancelled = { by: request.actor, at, ...(reason ? { reason } : {}) };
  if (!operation.cancelled && !(await table.operations.move(id, 'FAILING', { cancelled }))) {
    const fresh = await table.operations.get(id);
    if (fresh?.status !== 'FAILING')
      throw new Problem(409, 'OPERATION_OVER', `${id} is ${fresh?.status ?? 'gone'} already.`, { operation: id });
  } else if (!operation.cancelled) {
    await table.timeline.tell(id, 'cancel', { at, text: `cancelled by ${request.actor}${reason ? `: ${reason}` : ''}` });
  }
  await fence(id, undefined, { table, workflow });
  const after = (await table.operations.get(id)) ?? operation;
  return {
    status: 202,
    body: operationView(after, await table.timeline.read(id), now()),
    headers: { location: `/operations/${id}` },
  };
};
