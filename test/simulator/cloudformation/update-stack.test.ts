import { expect, test } from 'vitest';
import type { Region } from '../../../simulator/region.ts';
import {
  create,
  describe,
  events,
  group,
  refusal,
  resource,
  role,
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

const named = { Parameters: { Name: { Type: 'String' }, Days: { Type: 'Number', Default: 7 } } };
const parameterised = {
  A: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { Ref: 'Name' }, RetentionInDays: { Ref: 'Days' } } },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholder
  Role: role({ Description: { 'Fn::Sub': 'writes ${A}' } }),
};
const capable = { Capabilities: ['CAPABILITY_IAM'] };
const value = (ParameterKey: string, ParameterValue: string) => ({ ParameterKey, ParameterValue });

/** A stack whose next update to `Bad` fails. */
function settled(resources: object): { region: Region; StackId: string } {
  const region = stackWorld();
  const { StackId } = create(region, 'app', resources);
  settle(region);
  return { region, StackId };
}
const logGroups = (region: Region) =>
  (region.call('CloudWatchLogs', 'DescribeLogGroups', {}) as { logGroups: { logGroupName: string }[] }).logGroups.map(
    ({ logGroupName }) => logGroupName,
  );

test('an update ends through cleanup in UPDATE_COMPLETE; what left the template is deleted in cleanup', () => {
  const { region, StackId } = settled({ A: group('a'), B: group('b') });
  update(region, 'app', { A: group('a', 7) });
  settle(region);
  expect(stackStory(region, StackId).slice(2)).toEqual([
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_COMPLETE',
  ]);
  const told = story(region, 'app');
  expect(told.indexOf('B DELETE_IN_PROGRESS')).toBeGreaterThan(told.indexOf('app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'));
  expect(logGroups(region)).toEqual(['a']);
  expect(refusal(() => resource(region, 'app', 'B'))).toContain('does not exist');
});

test('a replacement makes the new thing first, leads its users to it and deletes the old one in cleanup', () => {
  const region = stackWorld();
  create(region, 'app', parameterised, named, { ...capable, Parameters: [value('Name', 'old')] });
  settle(region);
  const asked = { StackName: 'app', UsePreviousTemplate: true, DisableRollback: false, ...capable };
  region.call('CloudFormation', 'UpdateStack', { ...asked, Parameters: [value('Name', 'new')] });
  until(region, () => describe(region, 'app').StackStatus === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  expect(logGroups(region)).toEqual(['new', 'old']);
  settle(region);
  expect(logGroups(region)).toEqual(['new']);
  const RoleName = resource(region, 'app', 'Role').PhysicalResourceId;
  expect(region.call('IAM', 'GetRole', { RoleName })).toMatchObject({ Role: { Description: 'writes new' } });
});

test('a replacement with a fixed name collides with the thing it replaces', () => {
  const { region } = settled({ Vpc: vpc, Sub: subnet('10.0.0.0/24') });
  update(region, 'app', { Vpc: vpc, Sub: subnet('10.0.0.0/24', { AvailabilityZoneId: 'euw1-az2' }) });
  settle(region);
  const failed = events(region, 'app').find(({ ResourceStatus }) => ResourceStatus === 'UPDATE_FAILED');
  expect(failed?.ResourceStatusReason).toContain("The CIDR '10.0.0.0/24' conflicts with another subnet");
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('a parameter alone is an update', () => {
  const region = stackWorld();
  create(region, 'app', parameterised, named, { ...capable, Parameters: [value('Name', 'logs')] });
  settle(region);
  const kept = { ParameterKey: 'Name', UsePreviousValue: true };
  const asked = { StackName: 'app', UsePreviousTemplate: true, DisableRollback: false, ...capable };
  region.call('CloudFormation', 'UpdateStack', { ...asked, Parameters: [kept, value('Days', '30')] });
  settle(region);
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toMatchObject({
    logGroups: [{ logGroupName: 'logs', retentionInDays: 30 }],
  });
  expect(story(region, 'app')).not.toContain('Role UPDATE_IN_PROGRESS');
});

test('an update that changes nothing is refused, also when only Metadata or Description changed', () => {
  const { region } = settled({ A: group('a') });
  const none = 'ValidationError: No updates are to be performed.';
  expect(refusal(() => update(region, 'app', { A: group('a') }))).toBe(none);
  expect(refusal(() => update(region, 'app', { A: group('a') }, { Metadata: { revision: 2 }, Description: 'new' }))).toBe(none);
});

test('a failed update is rolled back: changed things restored, replacements and new things deleted', () => {
  const { region, StackId } = settled({ A: group('a', 7), R: group('r') });
  const Bad = { ...group('bad', 2), DependsOn: ['A', 'R', 'N'] };
  update(region, 'app', { A: group('a', 30), R: group('r2'), N: group('n'), Bad });
  settle(region);
  expect(stackStory(region, StackId).slice(2)).toEqual([
    'UPDATE_IN_PROGRESS',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE',
  ]);
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toMatchObject({
    logGroups: [{ logGroupName: 'a', retentionInDays: 7 }, { logGroupName: 'r' }],
  });
  expect(logGroups(region)).toEqual(['a', 'r']);
  expect(resource(region, 'app', 'R').PhysicalResourceId).toBe('r');
});

test('rollback work that fails leaves UPDATE_ROLLBACK_FAILED, which only continuing or deleting ends', () => {
  const { region } = settled({ A: group('a', 7) });
  const { StackId } = update(region, 'app', { A: group('a', 30), Bad: { ...group('bad', 2), DependsOn: 'A' } });
  until(region, () => story(region, 'app').includes('A UPDATE_COMPLETE'));
  region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName: 'a' });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
  expect(refusal(() => update(region, 'app', { A: group('a') }))).toBe(
    `ValidationError: Stack:${StackId} is in UPDATE_ROLLBACK_FAILED state and can not be updated.`,
  );
  region.call('CloudFormation', 'ContinueUpdateRollback', { StackName: 'app' });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_FAILED');
  region.call('CloudFormation', 'ContinueUpdateRollback', { StackName: 'app', ResourcesToSkip: ['A'] });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('ContinueUpdateRollback works without skipping once the cause is gone', () => {
  const { region } = settled({ A: group('a', 7) });
  update(region, 'app', { A: group('a', 30), Bad: { ...group('bad', 2), DependsOn: 'A' } });
  until(region, () => story(region, 'app').includes('A UPDATE_COMPLETE'));
  region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName: 'a' });
  settle(region);
  region.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName: 'a' });
  region.call('CloudFormation', 'ContinueUpdateRollback', { StackName: 'app' });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toMatchObject({ logGroups: [{ retentionInDays: 7 }] });
});

test('a cleanup deletion that fails three times drops the resource, and the stack is UPDATE_COMPLETE', () => {
  const { region } = settled({ Vpc: vpc, Sub: subnet('10.0.0.0/24'), Group: securityGroup() });
  const Groups = [resource(region, 'app', 'Group').PhysicalResourceId];
  region.call('EC2', 'CreateNetworkInterface', { SubnetId: resource(region, 'app', 'Sub').PhysicalResourceId, Groups });
  update(region, 'app', { Vpc: vpc, Sub: subnet('10.0.0.0/24') });
  settle(region);
  expect(story(region, 'app').filter((line) => line === 'Group DELETE_FAILED')).toHaveLength(3);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_COMPLETE');
  expect(refusal(() => resource(region, 'app', 'Group'))).toContain('does not exist');
  expect(region.call('EC2', 'DescribeSecurityGroups', { GroupIds: Groups })).toMatchObject({ SecurityGroups: [{}] });
});

test('an attribute that does not exist fails the update and the resource comes back', () => {
  const { region } = settled({ A: group('a'), R: group('r') });
  const R = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::GetAtt': ['A', 'Nothing'] } } };
  update(region, 'app', { A: group('a'), R });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(resource(region, 'app', 'R')).toMatchObject({ ResourceStatus: 'UPDATE_COMPLETE', PhysicalResourceId: 'r' });
});

test('a stack tag alone is an update of everything that takes tags', () => {
  const { region } = settled({ Vpc: vpc, Sub: subnet('10.0.0.0/24') });
  update(region, 'app', { Vpc: vpc, Sub: subnet('10.0.0.0/24') }, {}, { Tags: [{ Key: 'team', Value: 'one' }] });
  settle(region);
  const Filters = [{ Name: 'tag:team', Values: ['one'] }];
  expect(region.call('EC2', 'DescribeSubnets', { Filters })).toMatchObject({ Subnets: [{}] });
});

test('CancelUpdateStack works only in UPDATE_IN_PROGRESS and rolls back', () => {
  const { region } = settled({ A: group('a', 7) });
  const cancel = () => region.call('CloudFormation', 'CancelUpdateStack', { StackName: 'app' });
  expect(refusal(cancel)).toBe('ValidationError: CancelUpdateStack cannot be called from current stack status');
  update(region, 'app', { A: group('a', 30), Vpc: vpc });
  until(region, () => story(region, 'app').includes('A UPDATE_COMPLETE'));
  cancel();
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(region.call('EC2', 'DescribeVpcs', {})).toEqual({ Vpcs: [] });
});

test('with DisableRollback a failed update is UPDATE_FAILED, good changes are kept, replacements refused', () => {
  const { region } = settled({ A: group('a', 7), R: group('r') });
  update(region, 'app', { A: group('a', 30), R: group('r2') }, {}, { DisableRollback: true });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_FAILED');
  expect(events(region, 'app').map(({ ResourceStatusReason }) => ResourceStatusReason)).toContain(
    'Replacement type updates not supported on stack with disable-rollback.',
  );
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toMatchObject({ logGroups: [{ retentionInDays: 30 }, {}] });
  region.call('CloudFormation', 'RollbackStack', { StackName: 'app' });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toMatchObject({ logGroups: [{ retentionInDays: 7 }, {}] });
});

test('DisableRollback stays with a stack for updates that do not say', () => {
  const region = stackWorld();
  create(region, 'app', { A: group('a') }, {}, { DisableRollback: true });
  settle(region);
  update(region, 'app', { A: group('a', 2) }, {}, { DisableRollback: undefined });
  settle(region);
  expect(describe(region, 'app').StackStatus).toBe('UPDATE_FAILED');
});

test('no update while one is running or cleaning up', () => {
  const { region, StackId } = settled({ A: group('a'), B: group('b') });
  update(region, 'app', { A: group('a', 7) });
  const again = () => update(region, 'app', { A: group('a', 30) });
  expect(refusal(again)).toBe(`ValidationError: Stack:${StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`);
  until(region, () => describe(region, 'app').StackStatus === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  expect(refusal(again)).toContain('is in UPDATE_COMPLETE_CLEANUP_IN_PROGRESS state and can not be updated.');
});

test('a changed type under the same logical id is refused', () => {
  const { region } = settled({ A: group('a') });
  expect(refusal(() => update(region, 'app', { A: vpc }))).toContain('Update of resource type is not permitted.');
});

test('Retain keeps the thing: UpdateReplacePolicy on replacement, DeletionPolicy on removal', () => {
  const kept = { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' };
  const { region } = settled({ A: { ...group('a'), ...kept }, B: { ...group('b'), ...kept }, C: group('c') });
  update(region, 'app', { A: { ...group('a2'), ...kept }, C: group('c') });
  settle(region);
  expect(logGroups(region)).toEqual(['a', 'a2', 'b', 'c']);
});

test('an update re-made from its state between any two timers ends in the same state', () => {
  const run = (restart: boolean) => {
    let region = stackWorld({ seed: 3 });
    create(region, 'app', { A: group('a', 7), R: group('r') });
    settle(region);
    update(region, 'app', { A: group('a', 30), R: group('r2'), Bad: { ...group('bad', 2), DependsOn: ['A', 'R'] } });
    for (;;) {
      if (restart) region = stackWorld({ state: JSON.parse(JSON.stringify(region.state)) });
      if (!region.fireNext()) return JSON.stringify(region.state);
    }
  };
  expect(run(true)).toBe(run(false));
});
