import { expect, test } from 'vitest';
import type { IamState } from '../../../simulator/iam/iam-state.ts';
import { create, events, resource, role, settle, stackWorld, update } from '../cloudformation/stack-world.ts';

const profile = (more: object = {}) => ({
  Type: 'AWS::IAM::InstanceProfile',
  Properties: { Roles: [{ Ref: 'Role' }], ...more },
});
const named = { Capabilities: ['CAPABILITY_NAMED_IAM'], OnFailure: 'DO_NOTHING' };

function reasonFor(resources: object, region = stackWorld()): string {
  create(region, 'one', resources, {}, named);
  settle(region);
  const failed = events(region, 'one').find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  return failed?.ResourceStatusReason ?? 'made';
}

test('an instance profile takes two minutes to make and is named after its stack', () => {
  const region = stackWorld();
  expect(reasonFor({ Role: role(), Profile: profile() }, region)).toBe('made');
  const { PhysicalResourceId: id } = resource(region, 'one', 'Profile');
  expect(id).toMatch(/^one-Profile-\w{12}$/);
  const mine = events(region, 'one').filter(({ LogicalResourceId }) => LogicalResourceId === 'Profile');
  const [first, last] = [mine[0], mine.at(-1)].map((event) => event?.Timestamp.getTime() ?? 0);
  expect((last ?? 0) - (first ?? 0)).toBeGreaterThan(119_000);
});

test('an instance profile has one role that exists, and a name of its own', () => {
  expect(reasonFor({ Role: role(), Other: role(), Profile: profile({ Roles: [{ Ref: 'Role' }, { Ref: 'Other' }] }) })).toContain(
    'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
  );
  expect(reasonFor({ Profile: profile({ Roles: ['nobody'] }) })).toContain('The role with name nobody cannot be found.');
  const InstanceProfileName = 'mine';
  const two = { Role: role(), One: profile({ InstanceProfileName }), Two: profile({ InstanceProfileName }) };
  expect(reasonFor(two)).toContain('Instance Profile mine already exists.');
});

test('an instance profile changes its role in place', () => {
  const region = stackWorld();
  const made = { Role: role(), Other: role(), Profile: profile() };
  expect(reasonFor(made, region)).toBe('made');
  const was = resource(region, 'one', 'Profile').PhysicalResourceId;
  update(region, 'one', { ...made, Profile: profile({ Roles: [{ Ref: 'Other' }] }) }, {}, { Capabilities: named.Capabilities });
  settle(region);
  expect(resource(region, 'one', 'Profile').PhysicalResourceId).toBe(was);
  const { instanceProfiles = {} } = region.context.state<IamState>('IAM');
  expect(instanceProfiles[was]?.roles).toEqual([resource(region, 'one', 'Other').PhysicalResourceId]);
});

test('a role in an instance profile cannot be deleted', () => {
  const region = stackWorld();
  expect(reasonFor({ Role: role({ RoleName: 'held' }) }, region)).toBe('made');
  create(region, 'two', { Profile: profile({ Roles: ['held'] }) }, {}, named);
  settle(region);
  region.call('CloudFormation', 'DeleteStack', { StackName: 'one' });
  settle(region);
  expect(resource(region, 'one', 'Role')).toMatchObject({
    ResourceStatus: 'DELETE_FAILED',
    ResourceStatusReason: expect.stringContaining('must remove roles from instance profile first'),
  });
});
