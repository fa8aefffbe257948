import { type App, BootstraplessSynthesizer, type IStackSynthesizer, Stack, Tags } from 'aws-cdk-lib/core';
import { blueprintVersion } from '../domain/blueprint-version.ts';
import type { StackKind } from '../domain/operation/stack-kind.ts';
import type { RenderInput } from './render-input.ts';

/** An empty stack that says whose it is and tags whatever is put into it. */
export function environmentStack(app: App, kind: StackKind, input: RenderInput): Stack {
  const { environment } = input;
  // The cast is for exactOptionalPropertyTypes: the CDK's own declarations do not hold under it.
  const synthesizer = new BootstraplessSynthesizer() as IStackSynthesizer;
  const stack = new Stack(app, kind, { synthesizer, analyticsReporting: false });
  stack.templateOptions.description = `Moorage environment ${environment}: ${kind}`;
  // Nothing here may change with the revision: CloudFormation would see a changed template where no resource changed.
  stack.templateOptions.metadata = { moorage: { environment, stack: kind, blueprintVersion } };
  for (const [key, value] of Object.entries({ ...input.spec.tags, 'moorage:environment': environment })) {
    Tags.of(stack).add(key, value);
  }
  return stack;
}
