import { describe, expect, test } from 'vitest';
import { roleAllows } from '../../../simulator/ecs/role-allows.ts';
import type { IamState, Statement } from '../../../simulator/iam/iam-state.ts';
import { logLines, makeService, makeWorld, pass, readTasks, registered } from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const execution = 'arn:aws:iam::111122223333:role/execution';
const image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1';
const allow = (Action: string | string[], Resource: string, Condition?: Record<string, unknown>): Statement => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...(Condition ? { Condition } : {}),
});

function withPolicy(region: World, statements: readonly Statement[], tags: Record<string, string> = {}) {
  const iam = region.context.state<IamState>('IAM');
  const role = iam.roles.execution;
  if (!role) throw new Error('no role');
  Object.assign(role, { policies: { only: { Statement: [...statements] } }, tags });
  return { iam, role };
}

const key = { action: 'secretsmanager:GetSecretValue', resource: 'arn:aws:secretsmanager:eu-west-1:1:secret:a-123456' };

describe('what a role may do', () => {
  const verdict = (statements: readonly Statement[], asked = {}, tags: Record<string, string> = {}) => {
    const region = makeWorld();
    withPolicy(region, statements, tags);
    return roleAllows(execution, { ...key, ...asked }, region.context);
  };
  const nothing = { allowed: false, because: `because no identity-based policy allows the ${key.action} action` };
  test('is what a statement allows, by wildcards in action and resource', () => {
    expect(verdict([allow('secretsmanager:Get*', 'arn:aws:secretsmanager:*:1:secret:a-??????')])).toEqual({ allowed: true });
    expect(verdict([allow('secretsmanager:Get*', 'arn:aws:secretsmanager:*:1:secret:b-??????')])).toEqual(nothing);
    expect(verdict([allow('SecretsManager:getsecretvalue', '*')])).toEqual({ allowed: true });
    expect(verdict([allow('ssm:*', '*')])).toEqual(nothing);
  });
  test('depends on tags of the resource, compared with those of the role', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable.
    const own = '${aws:PrincipalTag/env}';
    const statement = allow('*', '*', { StringEquals: { 'aws:ResourceTag/for': ['all', own] } });
    expect(verdict([statement], { resourceTags: { for: 'blue' } }, { env: 'blue' })).toEqual({ allowed: true });
    expect(verdict([statement], { resourceTags: { for: 'all' } })).toEqual({ allowed: true });
    expect(verdict([statement], { resourceTags: { for: 'green' } }, { env: 'blue' })).toEqual(nothing);
    expect(verdict([statement], {}, { env: 'blue' })).toEqual(nothing);
    const like = allow('*', '*', { StringLike: { 'secretsmanager:ResourceTag/for': 'bl*' } });
    expect(verdict([like], { resourceTags: { for: 'blue' } })).toEqual({ allowed: true });
  });
  test('has no value for a variable the role has no tag for, so nothing matches', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable.
    const resource = 'arn:aws:secretsmanager:eu-west-1:1:secret:${aws:PrincipalTag/env}*';
    expect(verdict([allow('*', resource)], {}, { env: 'a-' })).toEqual({ allowed: true });
    expect(verdict([allow('*', resource)])).toEqual(nothing);
  });
  test('is taken away by an explicit Deny, and by a condition nobody can judge', () => {
    const everything = allow('*', '*');
    expect(verdict([everything, { ...everything, Effect: 'Deny' }])).toEqual({
      allowed: false,
      because: 'with an explicit deny in an identity-based policy',
    });
    expect(verdict([allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } })])).toEqual(nothing);
  });
  test('is no more than its boundary allows, if the region holds it', () => {
    const region = makeWorld();
    const { iam, role } = withPolicy(region, [allow('*', '*')]);
    role.permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
    expect(roleAllows(execution, key, region.context)).toEqual({ allowed: true });
    const held = { Arn: role.permissionsBoundary, PolicyName: 'boundary', document: { Statement: [allow('ssm:*', '*')] } };
    iam.managedPolicies[held.Arn] = held;
    expect(roleAllows(execution, key, region.context)).toEqual({
      allowed: false,
      because: `because no permissions boundary allows the ${key.action} action`,
    });
  });
  test('includes the policies attached to it, those of AWS too', () => {
    const region = makeWorld();
    const { role } = withPolicy(region, []);
    role.managedPolicyArns = ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'];
    const may = (action: string) => roleAllows(execution, { action, resource: '*' }, region.context).allowed;
    expect([may('ecr:BatchGetImage'), may('ssm:GetParameters')]).toEqual([true, false]);
  });
});

describe('a task whose execution role may not', () => {
  /** The reason a task of the ECR image stops for when its role has these permissions. */
  function stopped(actions: readonly string[]) {
    const region = makeWorld();
    region.call('ECR', 'CreateRepository', { repositoryName: 'app' });
    withPolicy(region, [allow([...actions], '*')]);
    makeService(region, registered(region, image));
    pass(region, 100);
    return readTasks(region, 'STOPPED')[0].stoppedReason as string;
  }
  const session = 'User: arn:aws:sts::111122223333:assumed-role/execution/';
  test('ask for a registry token cannot pull', () => {
    const reason = stopped(['logs:*']);
    expect(reason).toContain(
      'unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr',
    );
    expect(reason).toContain(session);
    expect(reason).toContain('is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based');
  });
  test('get an image from its repository is answered 403', () => {
    expect(stopped(['logs:*', 'ecr:GetAuthorizationToken'])).toMatch(
      /^CannotPullContainerError: pull image manifest has been retried 1 time\(s\): failed to resolve ref .*: 403 Forbidden$/,
    );
    expect(stopped(['logs:*', 'ecr:GetAuthorizationToken', 'ecr:BatchGetImage'])).toMatch(/ref pull .*: 403 Forbidden$/);
  });
  const stoppedNginx = (actions: readonly string[]) => {
    const region = makeWorld();
    withPolicy(region, [allow([...actions], 'arn:aws:logs:eu-west-1:111122223333:log-group:/app:*')]);
    makeService(region, registered(region, 'acme/crashes:1'));
    pass(region, 60);
    return { region, task: readTasks(region, 'STOPPED')[0] };
  };
  test('make a log stream does not start', () => {
    expect(stoppedNginx(['logs:PutLogEvents']).task.stoppedReason).toContain(
      'failed to create Cloudwatch log stream: AccessDeniedException: User: ',
    );
  });
  test('put log events runs, and its lines are lost', () => {
    const { region, task } = stoppedNginx(['logs:CreateLogStream']);
    expect(task.stopCode).toBe('EssentialContainerExited');
    expect(logLines(region, '/app')).toEqual([]);
  });
});
