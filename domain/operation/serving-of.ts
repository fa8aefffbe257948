import { attemptsOf } from './attempts-of.ts';
import { imagesOf } from './images-of.ts';
import type { Operation } from './operation.ts';
import type { AppliedStack, Serving } from './serving.ts';
import { type StackKind, stackKinds } from './stack-kind.ts';

/** What a deployed operation leaves running: the last template and parameters each stack took, and the images. */
export function servingOf(operation: Operation, blueprintVersion: string): Serving {
  const stacks: Partial<Record<StackKind, AppliedStack>> = {};
  for (const kind of stackKinds) {
    if (operation.plan?.contract.some((one) => one.stack === kind && one.remove)) continue;
    const attempts = [
      ...attemptsOf(operation, kind, ['create', 'update']),
      ...attemptsOf(operation, `${kind}+contract`, ['create', 'update']),
    ];
    const applied = attempts.findLast((attempt) => attempt.outcome === 'DONE')?.call;
    if (applied) stacks[kind] = applied;
  }
  return { revision: operation.revision, operation: operation.id, blueprintVersion, stacks, images: imagesOf(operation) };
}
