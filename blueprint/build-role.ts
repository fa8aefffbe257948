import type { CfnRepository } from 'aws-cdk-lib/aws-ecr';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Aws, Fn, type Stack } from 'aws-cdk-lib/core';
import { parseImageReference, privateEcrOf } from '../domain/image/image-reference.ts';
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
  for (const { id, statements } of [sourcePolicy(input), connectionPolicy(input), mirrorPolicy(input), basePolicy(input)])
    if (statements.length > 0) grant(stack, id, role, statements);
  const secret = input.spec.dockerHubSecret;
  if (secret !== undefined) {
    grant(stack, 'BuildRoleDockerHubPolicy', role, [{ Action: ['secretsmanager:GetSecretValue'], Resource: secret }]);
  }
  return role;
}

/** Exactly the objects the builds name. */
function sourcePolicy({ spec }: RenderInput) {
  const zips = Object.values(spec.builds).flatMap(({ source }) => (source.kind === 's3' ? [source] : []));
  const statement = (action: string, some: typeof zips) =>
    some.length === 0 ? [] : [{ Action: [action], Resource: sorted(some.map(objectArn)).map((one) => Fn.sub(one)) }];
  return {
    id: 'BuildRoleSourcePolicy',
    statements: [
      ...statement(
        's3:GetObject',
        zips.filter(({ version }) => version === undefined),
      ),
      ...statement(
        's3:GetObjectVersion',
        zips.filter(({ version }) => version !== undefined),
      ),
    ],
  };
}

/** An ARN of the older name is asked for under the older name (CodeConnections, "Permissions reference"). */
function connectionPolicy({ spec }: RenderInput) {
  const connections = Object.values(spec.builds).flatMap(({ source }) =>
    source.kind === 'git' ? (source.connection ?? []) : [],
  );
  return {
    id: 'BuildRoleConnectionPolicy',
    statements: sorted(connections).map((connection) => ({
      Action: [`${connection.split(':')[2]}:UseConnection`],
      Resource: connection,
    })),
  };
}

/** Private registries images are copied from: other repositories than our own, and other accounts' perhaps. */
function mirrorPolicy({ images }: RenderInput) {
  const repositories = images.flatMap(({ source }) => {
    const reference = source.kind === 'mirror' ? parseImageReference(source.reference) : undefined;
    const ecr = privateEcrOf(reference);
    return ecr && reference ? [`arn:\${AWS::Partition}:ecr:${ecr.region}:${ecr.account}:repository/${reference.repository}`] : [];
  });
  return {
    id: 'BuildRoleMirrorPolicy',
    statements:
      repositories.length === 0
        ? []
        : [
            {
              Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              Resource: sorted(repositories).map((one) => Fn.sub(one)),
            },
          ],
  };
}

/** What a Dockerfile builds on only its build sees, so this is every repository of the account that was offered, and no other. */
function basePolicy({ environment, images }: RenderInput) {
  const offered = {
    Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Resource: arn('ecr', 'repository/*'),
    Condition: { StringEquals: { 'aws:ResourceTag/moorage:offered-to': ['*', environment] } },
  };
  return { id: 'BuildRoleBasePolicy', statements: images.some(({ source }) => source.kind === 'build') ? [offered] : [] };
}

const sorted = (list: readonly string[]) => [...new Set(list)].sort();

/** In a policy a star of the key's own would be any key: there it is written as the variable that stands for itself. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: IAM's, written so that Fn::Sub leaves it.
const star = '${!*}';
const objectArn = ({ bucket, key }: { readonly bucket: string; readonly key: string }) =>
  `arn:\${AWS::Partition}:s3:::${bucket}/${key.replaceAll('*', star)}`;
