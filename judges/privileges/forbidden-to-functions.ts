import { arn } from './arn.ts';
import { place } from './place.ts';
import type { Request } from './request.ts';

interface Forbidden extends Request {
  /** The functions whose business it is; nobody's when there are none. */
  readonly but?: readonly string[];
}

/** What at most one function may do, and what none may, whatever its calls were so far. */
export function forbiddenToFunctions(control: {
  readonly table: string;
  readonly bucket: string;
  readonly bus: string;
  readonly stackRole: string;
}): Readonly<Record<string, Forbidden>> {
  const stack = arn('cloudformation', 'stack/moorage-shop-registry/*');
  const url = (bucket: string, key: string) => `https://${bucket}.s3.${place.region}.amazonaws.com/${key}`;
  const template = { 'cloudformation:TemplateUrl': url(control.bucket, 'templates/1.json') };
  const role = { 'cloudformation:RoleArn': control.stackRole };
  const otherRole = { 'cloudformation:RoleArn': arn('iam', 'role/admin', '') };
  const object = (key: string) => `arn:${place.partition}:s3:::${control.bucket}/${key}`;
  const onStack = (verb: string, context: Request['context'] = {}, resource = stack): Request => ({
    action: `cloudformation:${verb}`,
    resource,
    context,
  });
  const only = (request: Request, ...but: string[]): Forbidden => ({ ...request, but });
  const pass = (resource: string, service: string): Request => ({
    action: 'iam:PassRole',
    resource,
    context: { 'iam:PassedToService': service },
  });
  const build = arn('iam', 'role/moorage/moorage-shop-registry-BuildRole-1A2B', '');
  const rows: Record<string, Forbidden> = {
    'a stack deleted': only(onStack('DeleteStack', role), 'EnsureStack'),
    'a stack deleted with its own rights': onStack('DeleteStack'),
    'a rollback continued with another role': onStack('ContinueUpdateRollback', otherRole),
    'the control plane deleted': onStack('DeleteStack', role, arn('cloudformation', 'stack/moorage/*')),
    'a change set': onStack('CreateChangeSet', { ...role, ...template }),
    'a template written': only({ action: 's3:PutObject', resource: object('templates/1.json') }, 'Planner'),
    'a context written': only({ action: 's3:PutObject', resource: object('contexts/shop/1.zip') }, 'Planner'),
    'a context read': { action: 's3:GetObject', resource: object('contexts/shop/1.zip') },
    'an upload written': only({ action: 's3:PutObject', resource: object('uploads/1.zip') }, 'Uploader'),
    'an upload read': only({ action: 's3:GetObject', resource: object('uploads/1.zip') }, 'Planner'),
    'a record written': only({ action: 's3:PutObject', resource: object('records/shop/1/1-shop-1.json') }, 'Planner'),
    'a record read': only({ action: 's3:GetObject', resource: object('records/shop/1/1-shop-1.json') }, 'Restorer'),
    'stacks listed': only({ action: 'cloudformation:ListStacks', resource: '*' }, 'Restorer'),
    'a build started': only(
      { action: 'codebuild:StartBuild', resource: arn('codebuild', 'project/moorage-builder-arm64') },
      'EnsureImage',
    ),
    "somebody else's build started": { action: 'codebuild:StartBuild', resource: arn('codebuild', 'project/payments') },
    'the stack role passed on': only(pass(control.stackRole, 'cloudformation.amazonaws.com'), 'EnsureStack'),
    'the stack role passed to Lambda': pass(control.stackRole, 'lambda.amazonaws.com'),
    'a build role passed on': only(pass(build, 'codebuild.amazonaws.com'), 'EnsureImage'),
    'a build role passed to Lambda': pass(build, 'lambda.amazonaws.com'),
    'another role passed to a build': pass(arn('iam', 'role/admin', ''), 'codebuild.amazonaws.com'),
    'the table scanned': { action: 'dynamodb:Scan', resource: arn('dynamodb', `table/${control.table}`) },
    'another table read': { action: 'dynamodb:GetItem', resource: arn('dynamodb', 'table/payments') },
    'a role made': { action: 'iam:CreateRole', resource: build },
    "the control plane's own logs read": {
      action: 'logs:GetLogEvents',
      resource: arn('logs', 'log-group:moorage-ApiLog-1A2B:log-stream:a'),
    },
    'an execution stopped': { action: 'states:StopExecution', resource: arn('states', 'execution:moorage-deploy:shop-1') },
    'tags read': only({ action: 'tag:GetResources', resource: '*' }, 'Api', 'Provider', 'Plans'),
    'something tagged': { action: 'tag:TagResources', resource: '*' },
    'names asked for': only(
      { action: 'servicediscovery:ListInstances', resource: arn('servicediscovery', 'service/srv-1') },
      'EnsureStack',
      'Wake',
    ),
    'a name taken away': { action: 'servicediscovery:DeregisterInstance', resource: arn('servicediscovery', 'service/srv-1') },
    'a parameter read': { action: 'ssm:GetParameter', resource: arn('ssm', 'parameter/shop/key') },
    'another parameter of AWS read': {
      action: 'ssm:GetParameter',
      resource: `arn:${place.partition}:ssm:${place.region}::parameter/aws/service/ecs/optimized-ami`,
    },
    "an event in somebody else's name": {
      action: 'events:PutEvents',
      resource: arn('events', `event-bus/${control.bus}`),
      context: { 'events:source': ['moorage', 'payments'] },
    },
    'a shell in a bastion': { action: 'ssm:StartSession', resource: arn('ec2', 'instance/i-0a1b2c3d') },
    'a secret read': { action: 'secretsmanager:GetSecretValue', resource: arn('secretsmanager', 'secret:shop-Ab12Cd') },
  };
  for (const verb of ['CreateStack', 'UpdateStack']) {
    rows[`${verb} as we do it`] = only(onStack(verb, { ...role, ...template }), 'EnsureStack');
    rows[`${verb} with another role`] = onStack(verb, { ...otherRole, ...template });
    rows[`${verb} with its own rights`] = onStack(verb, template);
    rows[`${verb} of a template from elsewhere`] = onStack(verb, {
      ...role,
      'cloudformation:TemplateUrl': url('payments', 'templates/1.json'),
    });
    rows[`${verb} of what a caller sent`] = onStack(verb, {
      ...role,
      'cloudformation:TemplateUrl': url(control.bucket, 'contexts/shop/1.zip'),
    });
    rows[`${verb} of a template inline`] = onStack(verb, role);
    rows[`${verb} of somebody else's`] = onStack(verb, { ...role, ...template }, arn('cloudformation', 'stack/payments/*'));
  }
  return rows;
}
