import { awsError } from '../aws-error.ts';
import type { S3State } from '../s3/s3-state.ts';
import type { Context } from '../service.ts';
import { parameterArn } from '../ssm/parameter-arn.ts';
import type { TaggingState } from './tagging-state.ts';

interface TagResourcesInput {
  readonly ResourceARNList: readonly string[];
  readonly Tags: Readonly<Record<string, string>>;
}

/** Each resource by its own service; what fails is told by its ARN in an answer that succeeds. */
export function tagResources({ ResourceARNList: arns, Tags }: TagResourcesInput, context: Context): object {
  if (arns.length < 1 || arns.length > 20)
    throw awsError('InvalidParameterException', 'ResourceARNList must have between 1 and 20 ARNs.');
  const failed = arns.flatMap((arn) => {
    try {
      tag(arn, Tags, context);
      return [];
    } catch (error) {
      const ErrorMessage = (error as Error).message;
      return [[arn, { StatusCode: 400, ErrorCode: 'InvalidParameterException', ErrorMessage }] as const];
    }
  });
  return { FailedResourcesMap: Object.fromEntries(failed) };
}

function tag(arn: string, tags: Readonly<Record<string, string>>, context: Context): void {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const [, , service, , , resource = ''] = arn.split(':');
  if (service === 'secretsmanager') context.call('SecretsManager', 'TagResource', { SecretId: arn, Tags });
  else if (service === 'ssm') {
    const ResourceId = parameterArn(arn, context).name;
    context.call('SSM', 'AddTagsToResource', { ResourceType: 'Parameter', ResourceId, Tags });
  } else if (service === 'ecr') context.call('ECR', 'TagResource', { resourceArn: arn, tags: Tags });
  else if (service === 's3' && context.state<S3State>('S3').buckets[resource]) {
    const { bucketTags } = context.state<TaggingState>('ResourceGroupsTaggingAPI');
    bucketTags[resource] = { ...bucketTags[resource], ...tags };
  } else throw new Error(`The resource ${arn} does not exist or cannot be tagged.`);
}
