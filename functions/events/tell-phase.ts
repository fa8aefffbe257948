import { phaseCompleted } from '../../domain/events/phase-completed.ts';
import type { OpenWait } from '../../domain/operation/operation.ts';
import { undoes } from '../../domain/operation/step-key.ts';
import type { TellDeps } from './tell-deps.ts';
import { tellProgress } from './tell-progress.ts';

/**
 * Tells of the phase this step has completed, if it has. It reads the record once more: of images that end at the same moment
 * each sees the others, so that the last is never nobody. Two may be; their event is the same.
 */
export async function tellPhase(id: string, wait: OpenWait, deps: TellDeps): Promise<void> {
  if (undoes(wait.target)) return;
  const operation = await deps.table.operations.get(id);
  const event = operation && phaseCompleted(operation, wait, new Date(deps.now()).toISOString());
  if (event) await tellProgress(id, event, deps);
}
