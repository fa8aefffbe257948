import { describe, expect, test } from 'vitest';
import { type FunctionEntry, functions } from '../../functions/catalog.ts';
import { synthesized } from './synthesized.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: object;
}

const { resources } = synthesized();
const text = (value: unknown) => JSON.stringify(value);

/** What the policies attached to a role allow; the role is the one whose logical id begins with `id`. */
function statementsOf(id: string): Statement[] {
  return Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && text(Properties.Roles).includes(`"Ref":"${id}`))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}
const actionsOf = (statement: Statement) => [statement.Action].flat();
const mayDo = (id: string, action: string) =>
  statementsOf(`${id}Role`).some((statement) => actionsOf(statement).includes(action));
const who = (action: string) => Object.keys(functions).filter((name) => mayDo(name, action));

describe('who may do what', () => {
  test('only EnsureStack starts, changes and deletes stacks, and only with the stack role', () => {
    expect(who('cloudformation:CreateStack')).toEqual(['EnsureStack']);
    expect(who('cloudformation:UpdateStack')).toEqual(['EnsureStack']);
    expect(who('cloudformation:DeleteStack')).toEqual(['EnsureStack']);
    const create = statementsOf('EnsureStackRole').find((statement) =>
      actionsOf(statement).includes('cloudformation:CreateStack'),
    );
    expect(text(create?.Condition)).toContain('cloudformation:RoleArn');
    expect(text(create?.Condition)).toContain('cloudformation:TemplateUrl');
    const remove = statementsOf('EnsureStackRole').find((statement) =>
      actionsOf(statement).includes('cloudformation:DeleteStack'),
    );
    expect(text(remove?.Condition)).toContain('cloudformation:RoleArn');
  });

  test('only EnsureImage starts builds and passes a build role', () => {
    expect(who('codebuild:StartBuild')).toEqual(['EnsureImage']);
    expect(who('iam:PassRole')).toEqual(['EnsureStack', 'EnsureImage']);
  });

  test('only the planner writes templates and contexts, and uploads are all the Uploader may sign for', () => {
    expect(who('s3:PutObject')).toEqual(['Uploader', 'Planner']);
    const written = (id: string) =>
      statementsOf(`${id}Role`)
        .filter((statement) => actionsOf(statement).includes('s3:PutObject'))
        .flatMap(({ Resource }) => [...text(Resource).matchAll(/"\/(\w+)\/\*"/g)].map(([, folder]) => folder));
    expect(written('Planner')).toEqual(['templates', 'contexts', 'records']);
    expect(written('Uploader')).toEqual(['uploads']);
    const read = statementsOf('PlannerRole').filter((statement) => actionsOf(statement).includes('s3:GetObject'));
    expect(text(read)).not.toContain('/contexts/');
    const touchesS3 = statementsOf('UploaderRole')
      .flatMap(actionsOf)
      .filter((action) => action.startsWith('s3:'));
    expect(touchesS3).toEqual(['s3:PutObject']);
  });

  test('Plans only looks: no action of its role writes, starts or passes anything on', () => {
    expect(statementsOf('PlansRole').flatMap(actionsOf).sort()).toEqual([
      'cloudformation:DescribeStackResource',
      'cloudformation:DescribeStacks',
      'dynamodb:GetItem',
      'ec2:DescribeAddresses',
      'ec2:DescribeAvailabilityZones',
      'ec2:DescribeNatGateways',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcEndpointServices',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeVpcs',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      'servicequotas:GetServiceQuota',
      'ssm:GetParameter',
      'tag:GetResources',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    const read = statementsOf('PlansRole').find((statement) => actionsOf(statement).includes('s3:GetObject'));
    expect(text(read?.Resource)).toContain('/templates/*');
  });

  test('only the planner writes what is kept of a record, and only the Restorer reads it and lists stacks', () => {
    const kept = (action: string) =>
      Object.keys(functions).filter((name) =>
        statementsOf(`${name}Role`).some((one) => actionsOf(one).includes(action) && text(one.Resource).includes('/records/*')),
      );
    expect(kept('s3:PutObject')).toEqual(['Planner']);
    expect(kept('s3:GetObject')).toEqual(['Restorer']);
    expect(who('cloudformation:ListStacks')).toEqual(['Restorer']);
  });

  test('whoever uses the table may read it, all but three may change what is in it, and nobody scans it', () => {
    const users = Object.entries(functions as Record<string, FunctionEntry>).filter(([, { uses }]) => uses.includes('table'));
    expect(who('dynamodb:GetItem')).toEqual(users.map(([name]) => name));
    expect(who('dynamodb:UpdateItem')).toEqual(
      users.map(([name]) => name).filter((name) => !['Observer', 'Restorer', 'Plans'].includes(name)),
    );
    // It adds what is not there, and changes nothing.
    expect(mayDo('Restorer', 'dynamodb:PutItem')).toBe(true);
    expect(who('dynamodb:Scan')).toEqual([]);
  });

  test('nobody writes IAM but CloudFormation, and it only roles under the boundary', () => {
    for (const name of Object.keys(functions)) expect(mayDo(name, 'iam:CreateRole'), name).toBe(false);
    const writes = statementsOf('StackRole').filter((statement) =>
      actionsOf(statement).some((action) =>
        ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:PutRolePermissionsBoundary'].includes(action),
      ),
    );
    expect(writes).toHaveLength(1);
    expect(text(writes[0]?.Condition)).toContain('iam:PermissionsBoundary');
    expect(text(writes[0]?.Resource)).toContain(':role/moorage/*');
    const all = statementsOf('StackRole').flatMap(actionsOf);
    expect(all).not.toContain('iam:DeleteRolePermissionsBoundary');
    expect(all).not.toContain('iam:AttachRolePolicy');
  });

  test('no policy has a wildcard action', () => {
    const wild = Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy')
      .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
      .flatMap(actionsOf)
      .filter((action) => action.includes('*'));
    expect([...new Set(wild)]).toEqual([]);
  });

  test('no managed policy of AWS is attached to anything', () => {
    expect(text(resources)).not.toContain(':aws:policy/');
  });

  test("the builders' own roles only write their logs", () => {
    for (const id of ['BuilderRoleX8664', 'BuilderRoleARM64']) {
      expect(statementsOf(id).map(({ Action }) => Action)).toEqual([['logs:CreateLogStream', 'logs:PutLogEvents']]);
    }
  });
});

describe('the boundary of environment roles', () => {
  const statements = Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
  // An IAM policy variable: whose the role is that asks.
  const own = `\${aws:PrincipalTag/moorage:environment}`;

  test('knows neither iam nor sts nor anything of the control plane', () => {
    const services = new Set(statements.flatMap(actionsOf).map((action) => action.split(':')[0]));
    expect([...services].sort()).toEqual([
      ...['codeconnections', 'codestar-connections', 'ec2messages', 'ecr', 'kms', 'logs', 's3', 'secretsmanager'],
      ...['ssm', 'ssmmessages'],
    ]);
  });

  test('lets an environment read only images and contexts of its own and secrets that were offered to it', () => {
    const of = (action: string) => text(statements.find((statement) => actionsOf(statement).includes(action)));
    expect(of('ecr:PutImage')).toContain(`"aws:ResourceTag/moorage:environment":"${own}"`);
    expect(of('s3:GetObject')).toContain(`contexts/${own}/*`);
    expect(of('secretsmanager:GetSecretValue')).toContain(`"aws:ResourceTag/moorage:offered-to":["*","${own}"]`);
  });
});
