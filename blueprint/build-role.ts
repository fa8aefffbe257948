import type { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Aws, Fn, type Stack } from 'aws-cdk-lib/core';
import { arn } from './arn.ts';
import { environmentRole } from './environment-role.ts';
import { grant } from './grant.ts';
import type { RenderInput } from './render-input.ts';

/** The builders are shared by all environments, so what a build may touch is decided by the role it is started with. */
export function buildRole(stack: Stack, repositories: readonly CfnRepository[], input: RenderInput): CfnRole {
  const { builderArns, bucketName } = input.controlPlane;
  const conditions = {
    ArnEquals: { 'aws:SourceArn': builderArns },
    StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
  };
  const role = environmentRole(stack, 'BuildRole', { service: 'codebuild.amazonaws.com', conditions }, input);
  grant(stack, 'BuildRolePushPolicy', role, [
    // The token is the account's, not a repository's: ECR knows no narrower resource.
    { Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
    {
      Action: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:CompleteLayerUpload',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      Resource: repositories.map((repository) => repository.attrArn),
    },
  ]);
  grant(stack, 'BuildRoleContextPolicy', role, [
    {
      Action: ['s3:GetObject'],
      Resource: Fn.sub(`arn:\${AWS::Partition}:s3:::${bucketName}/contexts/${input.environment}/*`),
    },
  ]);
  grant(stack, 'BuildRoleLogPolicy', role, [
    {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arn('logs', 'log-group:/moorage/build/*'),
    },
  ]);
  const secret = input.spec.dockerHubSecret;
  if (secret !== undefined) {
    grant(stack, 'BuildRoleDockerHubPolicy', role, [{ Action: ['secretsmanager:GetSecretValue'], Resource: secret }]);
  }
  return role;
}
