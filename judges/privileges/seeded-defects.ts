import type { Evidence } from './evidence.ts';
import type { Role, Statement } from './role.ts';

const withRole = (evidence: Evidence, name: string, change: (role: Role) => Role): Evidence => {
  const role = evidence.control.functions[name];
  if (!role) throw new Error(`there is no ${name}`);
  const functions = { ...evidence.control.functions, [name]: change(role) };
  return { ...evidence, control: { ...evidence.control, functions } };
};
const withStatements = (role: Role, change: (statement: Statement) => Statement): Role => ({
  ...role,
  statements: role.statements.map(change),
});
const without = (action: string) => (statement: Statement) => ({
  ...statement,
  Action: [statement.Action].flat().filter((one) => one !== action),
});
const plus = (role: Role, Action: string, Resource: string): Role => ({
  ...role,
  statements: [...role.statements, { Effect: 'Allow', Action, Resource }],
});
const free = ({ Condition, ...statement }: Statement): Statement => statement;
const withStack = (evidence: Evidence, stack: Role): Evidence => ({ ...evidence, control: { ...evidence.control, stack } });
const withEnvironmentRoles = (evidence: Evidence, change: (role: Role, id: string) => Role): Evidence => ({
  ...evidence,
  // The one that names something of every kind is enough.
  environments: evidence.environments
    .slice(0, 1)
    .map(([own, other]) => [
      { ...own, roles: Object.fromEntries(Object.entries(own.roles).map(([id, role]) => [id, change(role, id)])) },
      other,
    ]),
});
const everyAction = (statements: readonly Statement[]) => statements.filter(({ Action }) => [Action].flat().length > 0);

/** The synthesized policies with one thing wrong in each; the files they come from are left alone. */
export const seededDefects: Readonly<Record<string, (evidence: Evidence) => Evidence>> = {
  'an action taken from a function': (evidence) =>
    withRole(evidence, 'Settle', (role) => {
      const changed = withStatements(role, without('dynamodb:UpdateItem'));
      return { ...changed, statements: everyAction(changed.statements) };
    }),
  'an action nobody uses given to a function': (evidence) =>
    withRole(evidence, 'Wake', (role) =>
      plus(role, 'states:StopExecution', 'arn:aws:states:eu-west-1:111122223333:execution:x:y'),
    ),
  'a stack made of any template': (evidence) => withRole(evidence, 'EnsureStack', (role) => withStatements(role, free)),
  'a template written by somebody else': (evidence) =>
    withRole(evidence, 'Diagnose', (role) => plus(role, 's3:PutObject', `arn:aws:s3:::${evidence.settings.BUCKET}/templates/*`)),
  'an action taken from the stack role': (evidence) => {
    const changed = withStatements(evidence.control.stack, without('ec2:CreateNatGateway'));
    return withStack(evidence, { ...changed, statements: everyAction(changed.statements) });
  },
  'a stack role that makes roles without a boundary': (evidence) =>
    withStack(evidence, withStatements(evidence.control.stack, free)),
  'a stack role with a wildcard': (evidence) => withStack(evidence, plus(evidence.control.stack, 'ec2:Describe*', '*')),
  "a build that reads another environment's context": (evidence) =>
    withEnvironmentRoles(evidence, (role) => ({
      ...plus(role, 's3:GetObject', `arn:aws:s3:::${evidence.settings.BUCKET}/contexts/*`),
      boundary: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }, ...(role.boundary ?? [])],
    })),
  'a boundary that forgets whose repository it is, under a role for all of them': (evidence) =>
    withEnvironmentRoles(evidence, (role, id) =>
      id === 'BuildRole'
        ? {
            ...plus(role, 'ecr:PutImage', '*'),
            boundary: [{ Effect: 'Allow', Action: 'ecr:PutImage', Resource: '*' }, ...(role.boundary ?? [])],
          }
        : role,
    ),
  'a boundary that forgets to whom things were offered': (evidence) =>
    withEnvironmentRoles(evidence, ({ boundary = [], ...role }) => ({ ...role, boundary: boundary.map(free) })),
  'a key that is used for more than secrets': (evidence) =>
    withEnvironmentRoles(evidence, (role) =>
      withStatements(role, (statement) => ([statement.Action].flat().includes('kms:Decrypt') ? free(statement) : statement)),
    ),
  "a build that reads another environment's source": (evidence) =>
    withEnvironmentRoles(evidence, (role, id) =>
      id === 'BuildRole' ? plus(role, 's3:GetObject', 'arn:aws:s3:::acme-sources/*') : role,
    ),
  "a build that uses another environment's connection": (evidence) =>
    withEnvironmentRoles(evidence, (role, id) =>
      id === 'BuildRole' ? plus(role, 'codeconnections:UseConnection', 'arn:aws:codeconnections:*:*:connection/*') : role,
    ),
  'a boundary with more than the operator offers': (evidence) =>
    withEnvironmentRoles(evidence, ({ boundary = [], ...role }) => ({
      ...role,
      boundary: [...boundary, { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }],
    })),
  'a bastion that reads parameters': (evidence) =>
    withEnvironmentRoles(evidence, ({ boundary = [], ...role }) => ({
      ...plus(role, 'ssm:GetParameters', '*'),
      boundary: [...boundary, { Effect: 'Allow', Action: 'ssm:GetParameters', Resource: '*' }],
    })),
  'an upload that could be a template': (evidence) =>
    withRole(evidence, 'Uploader', (role) => plus(role, 's3:PutObject', `arn:aws:s3:::${evidence.settings.BUCKET}/*`)),
  'a planner that reads any parameter': (evidence) =>
    withRole(evidence, 'Planner', (role) => plus(role, 'ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/*')),
  'names taken from the stack role': (evidence) =>
    withStack(evidence, withStatements(evidence.control.stack, without('servicediscovery:CreatePrivateDnsNamespace'))),
  'a stack role that tags any instance': (evidence) =>
    withStack(evidence, plus(evidence.control.stack, 'ec2:CreateTags', 'arn:aws:ec2:eu-west-1:111122223333:instance/*')),
  'a role of an environment without its boundary': (evidence) => withEnvironmentRoles(evidence, ({ boundary, ...role }) => role),
};
