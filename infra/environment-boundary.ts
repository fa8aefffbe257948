import { Aws, type Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { agentActions } from '../blueprint/agent-actions.ts';
import { channelActions } from '../blueprint/channel-actions.ts';
import type { Offer } from '../domain/spec/offer.ts';
import { arn } from './arn.ts';

/** A role's own environment: the stacks tag every role they make, so one boundary keeps all environments apart. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable.
const ownEnvironment = '${aws:PrincipalTag/moorage:environment}';

const offered = (actions: string[], resource: string): PolicyStatementProps => ({
  actions,
  resources: [resource],
  conditions: { StringEquals: { 'aws:ResourceTag/moorage:offered-to': ['*', ownEnvironment] } },
});

/**
 * The most a role of an environment can ever be allowed, whatever its template says. What is not here is denied: iam, sts, and
 * the control plane's own table, functions and machines.
 */
export function environmentBoundary(stack: Stack, bucket: Bucket, offers: readonly Offer[]): ManagedPolicy {
  const rows: readonly PolicyStatementProps[] = [
    {
      actions: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resources: [arn('ecr', 'repository/moorage-*')],
      conditions: { StringEquals: { 'aws:ResourceTag/moorage:environment': ownEnvironment } },
    },
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [arn('logs', 'log-group:/moorage/build/*'), arn('logs', `log-group:moorage-${ownEnvironment}-*`)],
    },
    { actions: channelActions, resources: ['*'] },
    { actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`contexts/${ownEnvironment}/*`)] },
    { actions: agentActions, resources: ['*'] },
    // A spec may only name what was offered to it: the finding says so early, this holds even if it is forgotten.
    offered(['secretsmanager:GetSecretValue'], `arn:${Aws.PARTITION}:secretsmanager:*:${Aws.ACCOUNT_ID}:secret:*`),
    offered(['ssm:GetParameters'], `arn:${Aws.PARTITION}:ssm:*:${Aws.ACCOUNT_ID}:parameter/*`),
    offered(['kms:Decrypt'], arn('kms', 'key/*')),
    offered(
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      `arn:${Aws.PARTITION}:ecr:*:*:repository/*`,
    ),
    ...['codeconnections', 'codestar-connections'].map((service) =>
      offered([`${service}:UseConnection`], `arn:${Aws.PARTITION}:${service}:*:${Aws.ACCOUNT_ID}:connection/*`),
    ),
    ...offers.map(({ actions, resources }) => ({ actions: [...actions], resources: [...resources] })),
  ];
  return new ManagedPolicy(stack, 'EnvironmentBoundary', { statements: rows.map((row) => new PolicyStatement(row)) });
}
