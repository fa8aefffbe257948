import type { Rendered, RenderedStack, Template } from '../../blueprint/rendered.ts';
import type { Bucket } from '../../cloud/bucket.ts';
import type { Serving } from '../../domain/operation/serving.ts';
import { type StackKind, stackKinds } from '../../domain/operation/stack-kind.ts';

/** The record's word for what runs: each stack as it was last brought there. */
export async function servedStacks(serving: Serving | undefined, bucket: Bucket): Promise<Rendered> {
  const stacks: { [kind in StackKind]?: RenderedStack } = {};
  for (const kind of stackKinds) {
    const applied = serving?.stacks[kind];
    if (!applied) continue;
    stacks[kind] = { template: JSON.parse(await bucket.text(applied.templateKey)) as Template, parameters: applied.parameters };
  }
  return stacks;
}
