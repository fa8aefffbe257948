import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import { buildRole } from './build-role.ts';
import type { RenderInput } from './render-input.ts';

/** Tagged images stay: nothing in ECR knows which digest is being served, or which one a failed update goes back to. */
const lifecycle = {
  rules: [
    {
      rulePriority: 1,
      description: 'Untagged images are left over from failed pushes.',
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 },
      action: { type: 'expire' },
    },
  ],
};

/** Where the environment's images live, and the role its builds run with. */
export function registry(stack: Stack, input: RenderInput): Readonly<Record<string, string>> {
  const names = [...new Set(input.images.map((image) => image.repository))].sort();
  const repositories = names.map((name) => {
    const id = `Repository${logicalId(name)}`;
    const repository = new CfnRepository(stack, id, {
      emptyOnDelete: true,
      imageTagMutability: 'IMMUTABLE',
      lifecyclePolicy: { lifecyclePolicyText: JSON.stringify(lifecycle) },
    });
    new CfnOutput(stack, `${id}Uri`, { value: repository.attrRepositoryUri });
    new CfnOutput(stack, `${id}Name`, { value: repository.ref });
    return repository;
  });
  const role = buildRole(stack, repositories, input);
  new CfnOutput(stack, 'BuildRoleArn', { value: role.attrArn });
  return {};
}
