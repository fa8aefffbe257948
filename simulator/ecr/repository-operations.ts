import type { CreateRepositoryRequest, Tag } from '@aws-sdk/client-ecr';
import type { Context, Operation } from '../service.ts';
import { ecrErrors } from './ecr-errors.ts';
import type { EcrState, Repository } from './ecr-state.ts';

export const repositoryOperations: Readonly<Record<string, Operation>> = {
  CreateRepository(input: CreateRepositoryRequest & { repositoryName: string }, context) {
    const { repositories } = context.state<EcrState>('ECR');
    const { repositoryName: name, encryptionConfiguration } = input;
    if (repositories[name]) throw ecrErrors.repositoryExists(name, context.account);
    if (!/^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(name))
      throw ecrErrors.invalid(
        "repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''",
      );
    const { encryptionType = 'AES256', kmsKey } = encryptionConfiguration ?? {};
    const repository: Repository = {
      name,
      arn: `arn:${context.partition}:ecr:${context.region}:${context.account}:repository/${name}`,
      uri: `${context.account}.dkr.ecr.${context.region}.amazonaws.com/${name}`,
      registryId: context.account,
      createdAt: context.now(),
      mutability: input.imageTagMutability ?? 'MUTABLE',
      exclusionFilters: (input.imageTagMutabilityExclusionFilters ?? []).map(({ filterType = '', filter = '' }) => ({
        filterType,
        filter,
      })),
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: { encryptionType, ...(kmsKey ? { kmsKey } : {}) },
      lifecyclePolicy: null,
      tags: tagRecord(input.tags),
      images: {},
    };
    repositories[name] = repository;
    return { repository: described(repository) };
  },
  DescribeRepositories(input: { repositoryNames?: string[] }, context) {
    const { repositories } = context.state<EcrState>('ECR');
    const found = input.repositoryNames?.map((name) => repositoryOf(name, context)) ?? Object.values(repositories);
    return { repositories: found.map(described) };
  },
  DeleteRepository(input: { repositoryName: string; force?: boolean }, context) {
    const repository = repositoryOf(input.repositoryName, context);
    if (Object.keys(repository.images).length > 0 && !input.force)
      throw ecrErrors.repositoryNotEmpty(repository.name, repository.registryId);
    delete context.state<EcrState>('ECR').repositories[repository.name];
    return { repository: described(repository) };
  },
  PutLifecyclePolicy(input: { repositoryName: string; lifecyclePolicyText: string }, context) {
    repositoryOf(input.repositoryName, context).lifecyclePolicy = input.lifecyclePolicyText;
    return { repositoryName: input.repositoryName, lifecyclePolicyText: input.lifecyclePolicyText };
  },
  TagResource(input: { resourceArn: string; tags: Tag[] }, context) {
    Object.assign(byArn(input.resourceArn, context).tags, tagRecord(input.tags));
    return {};
  },
  UntagResource(input: { resourceArn: string; tagKeys: string[] }, context) {
    const { tags } = byArn(input.resourceArn, context);
    for (const key of input.tagKeys) delete tags[key];
    return {};
  },
  ListTagsForResource(input: { resourceArn: string }, context) {
    return { tags: Object.entries(byArn(input.resourceArn, context).tags).map(([Key, Value]) => ({ Key, Value })) };
  },
};

export function repositoryOf(name: string, context: Context): Repository {
  const repository = context.state<EcrState>('ECR').repositories[name];
  if (!repository) throw ecrErrors.repositoryNotFound(name, context.account);
  return repository;
}

const byArn = (arn: string, context: Context) => repositoryOf(arn.replace(/^.*:repository\//, ''), context);

const tagRecord = (tags: readonly Tag[] = []) => Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));

const described = (repository: Repository) => ({
  repositoryName: repository.name,
  repositoryArn: repository.arn,
  registryId: repository.registryId,
  repositoryUri: repository.uri,
  createdAt: new Date(repository.createdAt),
  imageTagMutability: repository.mutability,
  imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
  encryptionConfiguration: repository.encryption,
});
