import { arn } from './arn.ts';
import { place } from './place.ts';
import type { Request } from './request.ts';

/** What CloudFormation must not do for us whatever a template says, because it would be the way to everything else. */
export function forbiddenToStackRole(
  boundaryArn: string,
  control: { readonly table: string; readonly bucket: string },
): Readonly<Record<string, Request>> {
  const ours = arn('iam', 'role/moorage/moorage-shop-foundation-WebTaskRole-1A2B', '');
  const bounded = { 'iam:PermissionsBoundary': boundaryArn };
  const foreign = { 'iam:PermissionsBoundary': arn('iam', 'policy/somebodys', '') };
  const passed = (service: string) => ({ 'iam:PassedToService': service });
  const table = arn('dynamodb', `table/${control.table}`);
  const bucket = `arn:${place.partition}:s3:::${control.bucket}`;
  const instance = arn('ec2', 'instance/i-0a1b2c3d');
  const lambda = arn('lambda', 'function:moorage-Api-1A2B');
  return {
    'a role without a boundary': { action: 'iam:CreateRole', resource: ours },
    "a role with somebody else's boundary": { action: 'iam:CreateRole', resource: ours, context: foreign },
    'a role outside our path': { action: 'iam:CreateRole', resource: arn('iam', 'role/admin', ''), context: bounded },
    'a policy in a role without a boundary': { action: 'iam:PutRolePolicy', resource: ours },
    'a policy in a role of the control plane': {
      action: 'iam:PutRolePolicy',
      resource: arn('iam', 'role/moorage-EnsureStackRole-1A2B', ''),
      context: bounded,
    },
    'a boundary taken off': { action: 'iam:DeleteRolePermissionsBoundary', resource: ours, context: bounded },
    "a boundary exchanged for somebody else's": { action: 'iam:PutRolePermissionsBoundary', resource: ours, context: foreign },
    'a managed policy attached': {
      action: 'iam:AttachRolePolicy',
      resource: ours,
      context: { ...bounded, 'iam:PolicyARN': `arn:${place.partition}:iam::aws:policy/AdministratorAccess` },
    },
    'a role passed to Lambda': { action: 'iam:PassRole', resource: ours, context: passed('lambda.amazonaws.com') },
    "a role that is not an environment's passed to EC2": {
      action: 'iam:PassRole',
      resource: arn('iam', 'role/admin', ''),
      context: passed('ec2.amazonaws.com'),
    },
    "a role that is not an environment's put into a profile": {
      action: 'iam:AddRoleToInstanceProfile',
      resource: arn('iam', 'instance-profile/payments', ''),
    },
    'another kind of instance': {
      action: 'ec2:RunInstances',
      resource: arn('ec2', 'instance/*'),
      context: { 'ec2:InstanceType': 'p5.48xlarge' },
    },
    "somebody's instance ended": { action: 'ec2:TerminateInstances', resource: instance },
    "somebody's instance changed": { action: 'ec2:ModifyInstanceAttribute', resource: instance },
    "somebody's instance given a role": { action: 'ec2:AssociateIamInstanceProfile', resource: instance },
    "somebody's instance tagged as ours": {
      action: 'ec2:CreateTags',
      resource: instance,
      context: {
        'ec2:InstanceProfile': arn('iam', 'instance-profile/payments', ''),
        'aws:RequestTag/moorage:environment': 'shop',
      },
    },
    "somebody's address in DNS": { action: 'route53:CreateHealthCheck', resource: '*' },
    'an address that serves elsewhere': { action: 'ec2:AssociateAddress', resource: arn('ec2', 'elastic-ip/eipalloc-0a1b2c3d') },
    'a parameter read': { action: 'ssm:GetParameters', resource: arn('ssm', 'parameter/prod/key') },
    'a secret deciphered': { action: 'kms:Decrypt', resource: arn('kms', 'key/1234abcd') },
    'the stack role passed on': {
      action: 'iam:PassRole',
      resource: arn('iam', 'role/moorage-StackRole-1A2B', ''),
      context: passed('ecs-tasks.amazonaws.com'),
    },
    'the boundary deleted': { action: 'iam:DeletePolicy', resource: boundaryArn },
    'the boundary rewritten': { action: 'iam:CreatePolicyVersion', resource: boundaryArn },
    'the trust of a role of the control plane': {
      action: 'iam:UpdateAssumeRolePolicy',
      resource: arn('iam', 'role/moorage-StackRole-1A2B', ''),
      context: bounded,
    },
    'another role assumed': { action: 'sts:AssumeRole', resource: arn('iam', 'role/admin', '') },
    'a user': { action: 'iam:CreateUser', resource: arn('iam', 'user/moorage/mallory', '') },
    "another service's service-linked role": {
      action: 'iam:CreateServiceLinkedRole',
      resource: arn('iam', 'role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling', ''),
      context: { 'iam:AWSServiceName': 'autoscaling.amazonaws.com' },
    },
    'the record read': { action: 'dynamodb:GetItem', resource: table },
    'the record written': { action: 'dynamodb:PutItem', resource: table },
    'the record deleted': { action: 'dynamodb:DeleteTable', resource: table },
    'a template read': { action: 's3:GetObject', resource: `${bucket}/templates/x.json` },
    'a template written': { action: 's3:PutObject', resource: `${bucket}/templates/x.json` },
    'the bucket deleted': { action: 's3:DeleteBucket', resource: bucket },
    'a function changed': { action: 'lambda:UpdateFunctionCode', resource: lambda },
    'a function called': { action: 'lambda:InvokeFunction', resource: lambda },
    "the control plane's logs deleted": {
      action: 'logs:DeleteLogGroup',
      resource: arn('logs', 'log-group:moorage-ApiLog-1A2B'),
    },
    "a builder's logs deleted": { action: 'logs:DeleteLogGroup', resource: arn('logs', 'log-group:/moorage/build/arm64') },
    'a machine started': { action: 'states:StartExecution', resource: arn('states', 'stateMachine:moorage-deploy') },
    'a build started': { action: 'codebuild:StartBuild', resource: arn('codebuild', 'project/moorage-builder-arm64') },
    'a stack of its own': {
      action: 'cloudformation:CreateStack',
      resource: arn('cloudformation', 'stack/moorage-shop-registry/1'),
    },
    'a secret read': { action: 'secretsmanager:GetSecretValue', resource: arn('secretsmanager', 'secret:prod-Ab12Cd') },
    "somebody's repository deleted": { action: 'ecr:DeleteRepository', resource: arn('ecr', 'repository/payments') },
    "somebody's cluster deleted": { action: 'ecs:DeleteCluster', resource: arn('ecs', 'cluster/payments') },
    "somebody's instance tagged": { action: 'ec2:CreateTags', resource: instance },
    "somebody's instance untagged": { action: 'ec2:DeleteTags', resource: instance },
    "a network in another account's region": {
      action: 'ec2:DeleteVpc',
      resource: `arn:${place.partition}:ec2:us-east-1:${place.account}:vpc/vpc-0a1b2c3d`,
    },
  };
}
