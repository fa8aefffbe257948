import { render } from '../../blueprint/render.ts';
import type { RenderInput } from '../../blueprint/render-input.ts';
import type { Rendered, RenderedStack } from '../../blueprint/rendered.ts';
import { imageJobs } from '../../domain/image/image-jobs.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';

/** The input a planner would make of a spec as a caller sends it. */
export function inputOf(spec: Spec, over: Partial<RenderInput> = {}): RenderInput {
  const effective = complete(spec);
  return {
    environment: 'shop',
    revision: 1,
    spec: effective,
    images: imageJobs(effective),
    zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    bastionImageId: 'ami-0123456789abcdef0',
    controlPlane: {
      builderArns: [
        'arn:aws:codebuild:eu-west-1:123456789012:project/moorage-builder-x86-64',
        'arn:aws:codebuild:eu-west-1:123456789012:project/moorage-builder-arm64',
      ],
      bucketName: 'moorage-bucket',
      boundaryArn: 'arn:aws:iam::123456789012:policy/moorage-boundary',
    },
    ...over,
  };
}

export function renderSpec(spec: Spec, over: Partial<RenderInput> = {}): Rendered {
  return render(inputOf(spec, over));
}

export function stacksOf(rendered: Rendered): RenderedStack[] {
  return Object.values(rendered) as RenderedStack[];
}

export function stackOf(rendered: Rendered, kind: keyof Rendered): RenderedStack {
  const stack = rendered[kind];
  if (!stack) throw new Error(`no ${kind} stack was rendered`);
  return stack;
}
