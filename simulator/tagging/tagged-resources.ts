import type { EcrState } from '../ecr/ecr-state.ts';
import type { GitState } from '../git/git-state.ts';
import type { S3State } from '../s3/s3-state.ts';
import type { SecretsManagerState } from '../secrets-manager/secrets-manager.ts';
import type { Context } from '../service.ts';
import { parameterArn } from '../ssm/parameter-arn.ts';
import type { SsmState } from '../ssm/ssm-state.ts';
import type { TaggingState } from './tagging-state.ts';

export interface TaggedResource {
  readonly arn: string;
  /** As `ResourceTypeFilters` names it. */
  readonly type: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything in the region that has tags, or has had some and is known to have. */
export function taggedResources(context: Context): readonly TaggedResource[] {
  const { secrets } = context.state<SecretsManagerState>('SecretsManager');
  const { parameters } = context.state<SsmState>('SSM');
  const { repositories } = context.state<EcrState>('ECR');
  const { connections } = context.state<GitState>('Git');
  const { buckets } = context.state<S3State>('S3');
  const { bucketTags } = context.state<TaggingState>('ResourceGroupsTaggingAPI');
  return [
    ...Object.values(secrets)
      .filter(({ wasTagged }) => wasTagged)
      .map(({ arn, tags }) => ({ arn, type: 'secretsmanager:secret', tags })),
    ...Object.values(parameters)
      .filter(({ wasTagged }) => wasTagged)
      .map(({ name, tags }) => ({ arn: parameterArn(name, context).arn, type: 'ssm:parameter', tags })),
    ...Object.values(repositories)
      .filter(({ tags }) => Object.keys(tags).length > 0)
      .map(({ arn, tags }) => ({ arn, type: 'ecr:repository', tags })),
    ...Object.entries(connections)
      .filter(([, tags]) => Object.keys(tags).length > 0)
      .map(([arn, tags]) => ({ arn, type: 'codeconnections:connection', tags })),
    ...Object.entries(bucketTags)
      .filter(([name]) => name in buckets)
      .map(([name, tags]) => ({ arn: `arn:${context.partition}:s3:::${name}`, type: 's3:bucket', tags })),
  ];
}
