import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import { stackName } from '../domain/operation/stack-name.ts';
import type { EffectiveService } from '../domain/spec/effective-spec.ts';
import { readsOf } from '../domain/spec/reads-of.ts';
import { arn } from './arn.ts';
import { channelActions } from './channel-actions.ts';
import { environmentRole } from './environment-role.ts';
import { grant } from './grant.ts';
import type { RenderInput } from './render-input.ts';
import { serviceKeys } from './service-keys.ts';

/**
 * One service's roles and log group: what its tasks need before the first of them starts. Where an update moves the service,
 * its roles may what the running revision may as well, until that is gone.
 */
export function serviceFoundation(stack: Stack, name: string, service: EffectiveService, input: RenderInput): void {
  const stem = logicalId(name);
  const keys = serviceKeys(name);
  const trust = { service: 'ecs-tasks.amazonaws.com', conditions: fromThisAccount() };
  const running = input.before?.services[name];
  const versions = [service, ...(running ? [running] : [])];

  const executionRole = environmentRole(stack, `${stem}ExecutionRole`, trust, input);
  new CfnOutput(stack, keys.executionRoleArn, { value: executionRole.attrArn });
  const reads = versions.map((version) => readsOf(name, version));
  const all = (key: 'repositories' | 'secrets' | 'parameters') => [...new Set(reads.flatMap((one) => one[key]))].sort();
  if (readsOf(name, service).ownImages) grant(stack, `${stem}PullPolicy`, executionRole, pullOwnImages(input.environment));
  if (all('repositories').length > 0)
    grant(stack, `${stem}PullReferencePolicy`, executionRole, [
      token,
      { Action: pullActions, Resource: all('repositories').map(repositoryArn) },
    ]);
  const [secrets, parameters] = [all('secrets'), all('parameters')];
  if (secrets.length + parameters.length > 0)
    grant(stack, `${stem}SecretsPolicy`, executionRole, [
      ...(secrets.length > 0 ? [{ Action: ['secretsmanager:GetSecretValue'], Resource: secrets }] : []),
      ...(parameters.length > 0 ? [{ Action: ['ssm:GetParameters'], Resource: parameters }] : []),
      decryptOffered(input.environment),
    ]);

  const taskRole = environmentRole(stack, `${stem}TaskRole`, trust, input);
  new CfnOutput(stack, keys.taskRoleArn, { value: taskRole.attrArn });
  if (service.exec) grant(stack, `${stem}ExecPolicy`, taskRole, [{ Action: channelActions, Resource: '*' }]);
  const permissions = versions.flatMap((version) => version.permissions);
  if (permissions.length > 0)
    grant(
      stack,
      `${stem}PermissionsPolicy`,
      taskRole,
      permissions.map(({ actions, resources }) => ({ Action: actions, Resource: resources })),
    );

  const { retentionDays } = service.logs;
  if (retentionDays > 0) {
    const logGroup = new CfnLogGroup(stack, `${stem}LogGroup`, { retentionInDays: retentionDays });
    const writes = { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup.attrArn };
    grant(stack, `${stem}LogPolicy`, executionRole, [writes]);
    new CfnOutput(stack, keys.logGroupName, { value: logGroup.ref });
  }
}

const fromThisAccount = () => ({
  ArnLike: { 'aws:SourceArn': arn('ecs', '*') },
  StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
});

const token = { Action: ['ecr:GetAuthorizationToken'], Resource: '*' };
const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const repositoryArn = (rest: string) => `arn:${Aws.PARTITION}:ecr:${rest}`;

/**
 * The repositories stand in another stack that is made at the same time, so they are named by what CloudFormation generates
 * from that stack's name. A name can be another's beginning: the tag tells the environments apart.
 */
const pullOwnImages = (environment: string) => [
  token,
  {
    Action: pullActions,
    Resource: arn('ecr', `repository/${stackName(environment, 'registry')}-*`),
    Condition: { StringEquals: { 'aws:ResourceTag/moorage:environment': environment } },
  },
];

/** A secret may lie under a key of its owner's. Which one only Secrets Manager knows; it has to be offered like the secret. */
const decryptOffered = (environment: string) => ({
  Action: ['kms:Decrypt'],
  Resource: arn('kms', 'key/*'),
  Condition: {
    StringEquals: {
      'aws:ResourceTag/moorage:offered-to': ['*', environment],
      'kms:ViaService': [`secretsmanager.${Aws.REGION}.amazonaws.com`, `ssm.${Aws.REGION}.amazonaws.com`],
    },
  },
});
