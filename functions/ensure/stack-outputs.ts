import type { Stacks } from '../../cloud/stacks.ts';
import { Retryable } from '../../domain/errors.ts';
import type { StackKind } from '../../domain/operation/stack-kind.ts';
import { stackName } from '../../domain/operation/stack-name.ts';

/** The outputs a stack has now; those of the operation before, which a read may show for a moment, are waited out. */
export async function stackOutputs(
  stacks: Stacks,
  environment: string,
  kind: StackKind,
): Promise<Readonly<Record<string, string>>> {
  const view = await stacks.describe(stackName(environment, kind));
  if (view && !view.current) throw new Retryable(`the outputs of ${view.name} are not those of ${view.status} yet`);
  return view?.outputs ?? {};
}
