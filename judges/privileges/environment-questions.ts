import { logicalId } from '../../domain/logical-id.ts';
import { containersOf } from '../../domain/spec/containers-of.ts';
import { arn } from './arn.ts';
import type { EnvironmentRoles } from './environment-roles.ts';
import { place } from './place.ts';
import type { Request } from './request.ts';

export interface Question extends Request {
  /** The logical id of the role that is asked about. */
  readonly role: string;
  readonly wanted: 'allowed' | 'denied';
}

interface Control {
  readonly table: string;
  readonly bucket: string;
  readonly stackRole: string;
}

const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const push = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];
const write = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const ask = (role: string, wanted: Question['wanted'], actions: readonly string[], resource: string, context = {}): Question[] =>
  actions.map((action) => ({ role, wanted, action, resource, context }));
const tagged = (environment: string) => ({ 'aws:ResourceTag/moorage:environment': environment });
const stream = (group: string) => `${group}:log-stream:a/b/c`;

/** What the roles of one environment have to be able to do, and what they must never do to another or to the control plane. */
export function environmentQuestions(own: EnvironmentRoles, other: EnvironmentRoles, control: Control): readonly Question[] {
  return Object.keys(own.roles).flatMap((role) => [
    ...(role === 'BuildRole' ? ofBuild(own, other, control) : role === 'BastionRole' ? ofBastion() : ofTask(role, own)),
    ...everywhereDenied(role, own, other, control),
  ]);
}

/** The buildspec's steps: log in, fetch the context, pull and push; CodeBuild's own: write the log, read the secret. */
function ofBuild(own: EnvironmentRoles, other: EnvironmentRoles, { bucket }: Control): Question[] {
  const role = 'BuildRole';
  const object = (key: string) => `arn:${place.partition}:s3:::${bucket}/${key}`;
  return [
    ...ask(role, 'allowed', ['ecr:GetAuthorizationToken'], '*'),
    ...own.repositories.flatMap((one) => ask(role, 'allowed', [...pull, ...push], one, tagged(own.name))),
    ...ask(role, 'allowed', ['s3:GetObject'], object(`contexts/${own.name}/1234.zip`)),
    ...ask(role, 'allowed', write, stream(arn('logs', 'log-group:/moorage/build/arm64'))),
    ...ask(role, 'denied', ['s3:GetObject'], object(`contexts/${other.name}/1234.zip`)),
    // An upload is nobody's until the planner takes it over.
    ...ask(role, 'denied', ['s3:GetObject', 's3:PutObject'], object('uploads/1234.zip')),
    ...ask(role, 'denied', ['s3:PutObject'], object(`contexts/${own.name}/1234.zip`)),
    ...ask(role, 'denied', ['ecr:BatchDeleteImage', 'ecr:DeleteRepository'], own.repositories[0] ?? '', tagged(own.name)),
  ];
}

/** Session Manager's agent, as AmazonSSMManagedInstanceCore lets it, and nothing that reads. */
function ofBastion(): Question[] {
  const role = 'BastionRole';
  const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];
  const messages = ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'];
  return [
    ...ask(
      role,
      'allowed',
      [...channels.map((one) => `ssmmessages:${one}`), ...messages.map((one) => `ec2messages:${one}`)],
      '*',
    ),
    ...ask(role, 'allowed', ['ssm:UpdateInstanceInformation'], arn('ec2', 'instance/i-0a1b2c3d')),
    ...ask(role, 'denied', ['ssm:GetParameter', 'ssm:GetParameters'], arn('ssm', 'parameter/shop/key')),
    ...ask(role, 'denied', ['ssm:StartSession', 'ec2:TerminateInstances'], arn('ec2', 'instance/i-0a1b2c3d')),
  ];
}

function ofTask(role: string, own: EnvironmentRoles): Question[] {
  const execution = role.endsWith('ExecutionRole');
  const group = own.logGroups[role.replace(/(Execution|Task)Role$/, 'LogGroup')];
  const service = Object.entries(own.spec.services).find(([name]) => role.startsWith(`${logicalId(name)}Execution`));
  const ownImages = service !== undefined && containersOf(...service).some(({ source }) => source.kind !== 'reference');
  const wanted = (yes: boolean) => (yes ? 'allowed' : 'denied');
  const others = Object.values(own.logGroups).filter((one) => one !== group);
  return [
    // Who runs an image out of the own registry may pull it.
    ...own.repositories.flatMap((one) => ask(role, wanted(ownImages), pull, one, tagged(own.name))),
    ...own.repositories.flatMap((one) => ask(role, 'denied', push, one, tagged(own.name))),
    ...(group === undefined ? [] : ask(role, wanted(execution), write, stream(group))),
    ...others.flatMap((one) => ask(role, 'denied', write, stream(one))),
    ...ask(role, 'denied', ['s3:GetObject'], `arn:${place.partition}:s3:::any/contexts/${own.name}/1234.zip`),
    ...(execution ? ask(role, 'denied', ['ssmmessages:OpenDataChannel'], '*') : []),
  ];
}

function everywhereDenied(role: string, own: EnvironmentRoles, other: EnvironmentRoles, control: Control): Question[] {
  const denied = (actions: readonly string[], resource: string, context = {}) => ask(role, 'denied', actions, resource, context);
  const self = own.roles[role]?.arn ?? '';
  const build = { 'iam:PassedToService': 'codebuild.amazonaws.com' };
  return [
    ...other.repositories.flatMap((one) => denied([...pull, ...push], one, tagged(other.name))),
    ...Object.values(other.logGroups).flatMap((one) => denied(write, stream(one))),
    ...denied(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], arn('dynamodb', `table/${control.table}`)),
    ...denied(['s3:GetObject', 's3:PutObject'], `arn:${place.partition}:s3:::${control.bucket}/templates/1234.json`),
    ...denied(['iam:PassRole'], other.roles.BuildRole?.arn ?? self, build),
    ...denied(['iam:PutRolePolicy', 'iam:TagRole', 'iam:DeleteRolePermissionsBoundary'], self),
    ...denied(['sts:AssumeRole'], control.stackRole),
    ...denied(['cloudformation:UpdateStack'], arn('cloudformation', `stack/moorage-${own.name}-registry/1`)),
    ...denied(['codebuild:StartBuild'], arn('codebuild', 'project/moorage-builder-arm64')),
    ...denied(['lambda:InvokeFunction'], arn('lambda', 'function:moorage-Settle-1A2B')),
    ...denied(['states:SendTaskSuccess'], '*'),
  ];
}
