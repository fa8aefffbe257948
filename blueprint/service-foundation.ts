import { CfnSecurityGroup, type CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Aws, CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import { stackName } from '../domain/operation/stack-name.ts';
import type { EffectiveService } from '../domain/spec/effective-spec.ts';
import { arn } from './arn.ts';
import { environmentRole } from './environment-role.ts';
import { grant } from './grant.ts';
import type { RenderInput } from './render-input.ts';
import { serviceKeys } from './service-keys.ts';

/** One service's roles, log group and security group: what its tasks need before the first of them starts. */
export function serviceFoundation(stack: Stack, name: string, service: EffectiveService, vpc: CfnVPC, input: RenderInput): void {
  const stem = logicalId(name);
  const keys = serviceKeys(name);
  const trust = { service: 'ecs-tasks.amazonaws.com', conditions: fromThisAccount() };

  const executionRole = environmentRole(stack, `${stem}ExecutionRole`, trust, input);
  new CfnOutput(stack, keys.executionRoleArn, { value: executionRole.attrArn });
  if (service.source.kind !== 'reference') grant(stack, `${stem}PullPolicy`, executionRole, pullOwnImages(input.environment));

  const taskRole = environmentRole(stack, `${stem}TaskRole`, trust, input);
  new CfnOutput(stack, keys.taskRoleArn, { value: taskRole.attrArn });
  if (service.exec) grant(stack, `${stem}ExecPolicy`, taskRole, [{ Action: execActions, Resource: '*' }]);

  const { retentionDays } = service.logs;
  if (retentionDays > 0) {
    const logGroup = new CfnLogGroup(stack, `${stem}LogGroup`, { retentionInDays: retentionDays });
    const writes = { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup.attrArn };
    grant(stack, `${stem}LogPolicy`, executionRole, [writes]);
    new CfnOutput(stack, keys.logGroupName, { value: logGroup.ref });
  }

  const group = new CfnSecurityGroup(stack, `${stem}SecurityGroup`, {
    vpcId: vpc.ref,
    // Create-only: another text is another group.
    groupDescription: `Tasks of ${name}`,
    securityGroupEgress: [{ ipProtocol: '-1', cidrIp: '0.0.0.0/0' }],
  });
  new CfnOutput(stack, keys.securityGroupId, { value: group.attrGroupId });
}

/** ECS Exec's channel to Session Manager. None of the four knows a resource to narrow it to. */
const execActions = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];

const fromThisAccount = () => ({
  ArnLike: { 'aws:SourceArn': arn('ecs', '*') },
  StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
});

/**
 * The repositories stand in another stack that is made at the same time, so they are named by what CloudFormation generates
 * from that stack's name. A name can be another's beginning: the tag tells the environments apart.
 */
const pullOwnImages = (environment: string) => [
  { Action: ['ecr:GetAuthorizationToken'], Resource: '*' },
  {
    Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    Resource: arn('ecr', `repository/${stackName(environment, 'registry')}-*`),
    Condition: { StringEquals: { 'aws:ResourceTag/moorage:environment': environment } },
  },
];
