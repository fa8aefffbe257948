import { expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import {
  create,
  describe,
  group,
  refusal,
  resource,
  securityGroup,
  settle,
  stackStory,
  stackWorld,
  story,
  subnet,
  until,
  update,
  vpc,
} from './stack-world.ts';

const network = { Vpc: vpc, Sub: subnet('10.0.0.0/24'), Group: securityGroup() };
const remove = (region: Region, StackName: string, more: object = {}) =>
  region.call('CloudFormation', 'DeleteStack', { StackName, ...more });

/** A network whose group cannot be deleted, its deletion tried and failed. */
function stuck(): { region: Region; StackId: string } {
  const region = stackWorld();
  const { StackId } = create(region, 'net', network);
  settle(region);
  const SubnetId = resource(region, 'net', 'Sub').PhysicalResourceId;
  region.call('EC2', 'CreateNetworkInterface', { SubnetId, Groups: [resource(region, 'net', 'Group').PhysicalResourceId] });
  remove(region, 'net');
  settle(region);
  return { region, StackId };
}

test('a stack is deleted in reverse order; its name is free, its id readable for 90 days', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'net', network);
  settle(region);
  remove(region, 'net');
  settle(region);
  const told = story(region, StackId);
  expect(told.indexOf('Sub DELETE_COMPLETE')).toBeLessThan(told.indexOf('Vpc DELETE_IN_PROGRESS'));
  expect(refusal(() => describe(region, 'net'))).toBe('ValidationError: Stack with id net does not exist');
  expect(refusal(() => story(region, 'net'))).toBe('ValidationError: Stack [net] does not exist');
  expect(describe(region, StackId).StackStatus).toBe('DELETE_COMPLETE');
  expect(create(region, 'net', network).StackId).not.toBe(StackId);
  region.advanceTo(region.state.now + 91 * 24 * 3600 * 1000);
  expect(refusal(() => describe(region, StackId))).toContain('does not exist');
});

test('deleting what does not exist succeeds', () => {
  expect(remove(stackWorld(), 'nothing')).toEqual({});
});

test('DeleteStack is accepted in CREATE_IN_PROGRESS and cancels it', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'net', network);
  until(region, () => story(region, StackId).includes('Vpc CREATE_IN_PROGRESS'));
  remove(region, 'net');
  settle(region);
  expect(stackStory(region, StackId)).toEqual(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
  expect(region.call('EC2', 'DescribeVpcs', {})).toEqual({ Vpcs: [] });
});

test('DeleteStack during a rollback takes its deletions over', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'net', { ...network, Bad: { ...group('bad', 2), DependsOn: 'Group' } });
  until(region, () => story(region, StackId).includes('Group DELETE_IN_PROGRESS'));
  remove(region, 'net');
  settle(region);
  expect(stackStory(region, StackId)).toEqual([
    'CREATE_IN_PROGRESS',
    'ROLLBACK_IN_PROGRESS',
    'DELETE_IN_PROGRESS',
    'DELETE_COMPLETE',
  ]);
  expect(story(region, StackId)).not.toContain('Group UPDATE_FAILED');
});

test('DeleteStack is refused in CREATE_IN_PROGRESS under the knob', () => {
  const region = stackWorld();
  create(region, 'net', network);
  region.setKnob('cloudformation.deleteDuringCreate', 'refuse');
  expect(refusal(() => remove(region, 'net'))).toContain('cannot be deleted while in status CREATE_IN_PROGRESS');
});

test('DeleteStack is refused during an update and its cleanup', () => {
  const region = stackWorld();
  create(region, 'logs', { A: group('a'), B: group('b') });
  settle(region);
  update(region, 'logs', { A: group('a', 7) });
  expect(refusal(() => remove(region, 'logs'))).toContain('cannot be deleted while in status UPDATE_IN_PROGRESS');
  until(region, () => describe(region, 'logs').StackStatus === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  expect(refusal(() => remove(region, 'logs'))).toContain('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
});

test('termination protection refuses', () => {
  const region = stackWorld();
  create(region, 'logs', { A: group() }, {}, { EnableTerminationProtection: true });
  settle(region);
  expect(refusal(() => remove(region, 'logs'))).toContain('TerminationProtection is enabled');
});

test('a deletion that fails leaves DELETE_FAILED, which can only be deleted again', () => {
  const { region, StackId } = stuck();
  expect(describe(region, 'net')).toMatchObject({ StackStatus: 'DELETE_FAILED' });
  expect(describe(region, 'net').StackStatusReason).toMatch(/failed to delete: \[(Sub, Group|Group, Sub)\]\. $/);
  expect(refusal(() => update(region, 'net', { Vpc: vpc }))).toBe(
    `ValidationError: Stack:${StackId} is in DELETE_FAILED state and can not be updated.`,
  );
});

test('RetainResources keeps what is named, and only in DELETE_FAILED', () => {
  const { region, StackId } = stuck();
  const other = create(region, 'logs', { A: group() });
  settle(region);
  expect(refusal(() => remove(region, other.StackId, { RetainResources: ['A'] }))).toContain(
    'only valid for stacks in DELETE_FAILED',
  );
  remove(region, 'net', { RetainResources: ['Sub', 'Group'] });
  settle(region);
  expect(story(region, StackId)).toContain('Group DELETE_SKIPPED');
});

test('FORCE_DELETE_STACK skips what it cannot delete', () => {
  const { region, StackId } = stuck();
  remove(region, 'net', { DeletionMode: 'FORCE_DELETE_STACK' });
  settle(region);
  expect(describe(region, StackId).StackStatus).toBe('DELETE_COMPLETE');
  expect(region.call('EC2', 'DescribeSubnets', {})).toMatchObject({ Subnets: [{}] });
});

test('DeletionPolicy Retain skips the resource', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'logs', { A: { ...group('kept'), DeletionPolicy: 'Retain' } });
  settle(region);
  remove(region, 'logs');
  settle(region);
  expect(story(region, StackId)).toContain('A DELETE_SKIPPED');
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toMatchObject({ logGroups: [{ logGroupName: 'kept' }] });
});
