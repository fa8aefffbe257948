import { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { repositoryId } from '../domain/image/repository-id.ts';
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
  const names = [...new Set(input.images.map(({ repository }) => repository))].sort();
  const made = new Set(names.map(repositoryId));
  const ids = [...new Set([...made, ...(input.keptRepositories ?? [])])];
  const repositories = ids.flatMap((id) => {
    const repository = new CfnRepository(stack, id, {
      emptyOnDelete: true,
      imageTagMutability: 'IMMUTABLE',
      lifecyclePolicy: { lifecyclePolicyText: JSON.stringify(lifecycle) },
    });
    new CfnOutput(stack, `${id}Uri`, { value: repository.attrRepositoryUri });
    new CfnOutput(stack, `${id}Name`, { value: repository.ref });
    // Nothing is pushed into one that is only kept.
    return made.has(id) ? [repository] : [];
  });
  if (repositories.length === 0) return {};
  const role = buildRole(stack, repositories, input);
  new CfnOutput(stack, 'BuildRoleArn', { value: role.attrArn });
  return {};
}
