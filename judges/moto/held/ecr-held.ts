import {
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-ecr';
import type { Describer } from './describer.ts';
import { templateTags } from './template-tags.ts';

/** Repositories, asked of ECR. */
export const ecrHeld: Readonly<Record<string, Describer>> = {
  'AWS::ECR::Repository': {
    async describe(moto, repositoryName) {
      const ecr = moto(ECRClient);
      const asked = new DescribeRepositoriesCommand({ repositoryNames: [repositoryName] });
      const repository = (await ecr.send(asked)).repositories?.[0];
      if (!repository) return undefined;
      const { repositoryArn: resourceArn = '' } = repository;
      const LifecyclePolicyText = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName })).then(
        (policy) => policy.lifecyclePolicyText,
        () => undefined,
      );
      return {
        properties: {
          RepositoryName: repository.repositoryName,
          ImageTagMutability: repository.imageTagMutability,
          LifecyclePolicy: LifecyclePolicyText === undefined ? undefined : { LifecyclePolicyText },
          Tags: templateTags((await ecr.send(new ListTagsForResourceCommand({ resourceArn }))).tags),
        },
        attributes: { Arn: repository.repositoryArn, RepositoryUri: repository.repositoryUri },
      };
    },
    loses: {
      EmptyOnDelete: { because: 'CloudFormation keeps it to itself, in AWS too: no call of ECR tells it' },
      LifecyclePolicy: { because: 'CloudFormation makes a repository without one' },
    },
  },
};
