import { expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import { create, describe, events, refusal, resource, role, settle, stackWorld, until } from '../cloudformation/stack-world.ts';

const capable = { Capabilities: ['CAPABILITY_NAMED_IAM'], OnFailure: 'DO_NOTHING' };
const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
function made(resources: object, StackName = 'app'): Region {
  const region = stackWorld();
  create(region, StackName, resources, {}, capable);
  settle(region);
  return region;
}
const name = (region: Region, id: string, stack = 'app') => resource(region, stack, id).PhysicalResourceId;
const reason = (region: Region) =>
  events(region, 'app').find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason;

test('a generated name has stack, logical id and 12 characters, at most 64', () => {
  expect(name(made({ Role: role() }), 'Role')).toMatch(/^app-Role-[A-Za-z0-9]{12}$/);
  const long = 'a'.repeat(100);
  expect(name(made({ Role: role() }, long), 'Role', long)).toHaveLength(64);
});

test('a role is what was written: path, boundary, policies, trust', () => {
  const PermissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
  const region = made({
    Role: role({ Path: '/moorage/', PermissionsBoundary, Policies: [{ PolicyName: 'read', PolicyDocument }] }),
  });
  const RoleName = name(region, 'Role');
  const { Role } = region.call('IAM', 'GetRole', { RoleName }) as { Role: { AssumeRolePolicyDocument: string } };
  expect(Role).toMatchObject({
    Arn: `arn:aws:iam::111122223333:role/moorage/${RoleName}`,
    PermissionsBoundary: { PermissionsBoundaryArn: PermissionsBoundary },
  });
  expect(decodeURIComponent(Role.AssumeRolePolicyDocument)).toContain('sts:AssumeRole');
  expect(region.call('IAM', 'ListRolePolicies', { RoleName })).toMatchObject({ PolicyNames: ['read'] });
  const { PolicyDocument: text } = region.call('IAM', 'GetRolePolicy', { RoleName, PolicyName: 'read' }) as {
    PolicyDocument: string;
  };
  expect(JSON.parse(decodeURIComponent(text))).toEqual(PolicyDocument);
});

test('policies of their own are put on the role and taken off before it goes', () => {
  const Policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'more', PolicyDocument, Roles: [{ Ref: 'Role' }] } };
  const Managed = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument, Roles: [{ Ref: 'Role' }] } };
  const region = made({ Role: role(), Policy, Managed });
  const RoleName = name(region, 'Role');
  expect(region.call('IAM', 'ListRolePolicies', { RoleName })).toMatchObject({ PolicyNames: ['more'] });
  expect(region.call('IAM', 'ListAttachedRolePolicies', { RoleName })).toMatchObject({ AttachedPolicies: [{}] });
  const { StackId } = describe(region, 'app');
  region.call('CloudFormation', 'DeleteStack', { StackName: 'app' });
  settle(region);
  expect(describe(region, StackId).StackStatus).toBe('DELETE_COMPLETE');
  expect(refusal(() => region.call('IAM', 'GetRole', { RoleName }))).toMatch(/^NoSuchEntityException/);
});

test('a fixed name collides, an unknown managed policy is not found, a malformed trust is refused', () => {
  expect(reason(made({ A: role({ RoleName: 'same' }), B: role({ RoleName: 'same' }) }))).toContain(
    'Role with name same already exists.',
  );
  expect(reason(made({ A: role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/none'] }) }))).toContain('does not exist');
  expect(reason(made({ A: role({ AssumeRolePolicyDocument: { Statement: [] } }) }))).toContain('Syntax errors in policy.');
});

test('a role is assumed by whom it trusts', () => {
  const region = made({ Role: role() });
  region.advanceTo(region.state.now + 60_000);
  const RoleArn = `arn:aws:iam::111122223333:role/${name(region, 'Role')}`;
  const assume = (Service: string) => () => region.call('IAM', 'Assume', { RoleArn, Service });
  expect(refusal(assume('ecs-tasks.amazonaws.com'))).toBe('accepted');
  expect(refusal(assume('codebuild.amazonaws.com'))).toMatch(/^AccessDenied: .*sts:AssumeRole/);
});

test('for about 10 s after CloudFormation is done with it a role may not be assumable yet', () => {
  const region = stackWorld();
  create(region, 'app', { Role: role() }, {}, capable);
  until(region, () => events(region, 'app').some(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE'));
  const RoleArn = `arn:aws:iam::111122223333:role/${name(region, 'Role')}`;
  const tries = Array.from({ length: 20 }, () =>
    refusal(() => region.call('IAM', 'Assume', { RoleArn, Service: 'ecs-tasks.amazonaws.com' })),
  );
  expect(new Set(tries.map((answer) => answer.split(':')[0]))).toEqual(new Set(['accepted', 'AccessDenied']));
});
