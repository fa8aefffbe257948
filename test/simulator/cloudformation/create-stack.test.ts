import { expect, test } from 'vitest';
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

const bad = group('bad', 2);

test('a stack is created in the order of its references, its independent resources together', () => {
  const region = stackWorld();
  create(region, 'net', { Vpc: vpc, A: subnet('10.0.0.0/24'), B: subnet('10.0.1.0/24') });
  settle(region);
  expect(describe(region, 'net').StackStatus).toBe('CREATE_COMPLETE');
  const told = story(region, 'net');
  expect(told.indexOf('Vpc CREATE_COMPLETE')).toBeLessThan(told.indexOf('A CREATE_IN_PROGRESS'));
  expect(told.indexOf('B CREATE_IN_PROGRESS')).toBeLessThan(told.indexOf('A CREATE_COMPLETE'));
});

test('DependsOn alone makes an order', () => {
  const region = stackWorld();
  create(region, 'logs', { First: group(), Second: { ...group(), DependsOn: 'First' } });
  settle(region);
  const told = story(region, 'logs');
  expect(told.indexOf('First CREATE_COMPLETE')).toBeLessThan(told.indexOf('Second CREATE_IN_PROGRESS'));
});

test('a failed create rolls back to ROLLBACK_COMPLETE and keeps its name', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'logs', { Good: group('good'), Bad: { ...bad, DependsOn: 'Good' } });
  settle(region);
  expect(stackStory(region, StackId)).toEqual(['CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE']);
  expect(region.call('CloudWatchLogs', 'DescribeLogGroups', {})).toEqual({ logGroups: [] });
  expect(refusal(() => create(region, 'logs', { Good: group() }))).toMatch(/^AlreadyExistsException/);
  expect(refusal(() => update(region, 'logs', { Good: group() }))).toBe(
    `ValidationError: Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
  );
});

test('with DO_NOTHING it stands still in CREATE_FAILED and names what failed', () => {
  const region = stackWorld();
  create(region, 'logs', { Good: group('good'), Bad: { ...bad, DependsOn: 'Good' } }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  const { StackStatus, StackStatusReason } = describe(region, 'logs');
  expect(StackStatus).toBe('CREATE_FAILED');
  expect(StackStatusReason).toBe('The following resource(s) failed to create: [Bad]. ');
  expect(resource(region, 'logs', 'Good').ResourceStatus).toBe('CREATE_COMPLETE');
});

test('siblings in progress are cancelled by a failure', () => {
  const region = stackWorld();
  create(region, 'mixed', { ...natNetwork(), Bad: { ...bad, DependsOn: ['Ip', 'Public'] } }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  const cancelled = events(region, 'mixed').filter(({ ResourceStatusReason: why }) => why === 'Resource creation cancelled');
  expect(cancelled.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Nat']);
  expect(describe(region, 'mixed').StackStatusReason).toBe('The following resource(s) failed to create: [Bad, Nat]. ');
});

test('a DO_NOTHING stack cannot be updated out of CREATE_FAILED', () => {
  const region = stackWorld();
  create(region, 'logs', { Bad: bad }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  expect(refusal(() => update(region, 'logs', { Bad: group() }))).toContain('because it contains [on-failure: DO_NOTHING]');
});

test('with DisableRollback independent paths go on, and a later update with it finishes the stack', () => {
  const region = stackWorld();
  create(region, 'mixed', { Vpc: vpc, Sub: subnet('10.0.0.0/24'), Bad: bad }, {}, { DisableRollback: true });
  settle(region);
  expect(describe(region, 'mixed').StackStatus).toBe('CREATE_FAILED');
  expect(resource(region, 'mixed', 'Sub').ResourceStatus).toBe('CREATE_COMPLETE');
  const fixed = { Vpc: vpc, Sub: subnet('10.0.0.0/24'), Bad: group('bad', 7) };
  expect(refusal(() => update(region, 'mixed', fixed))).toContain(
    'This stack is currently in a non-terminal [CREATE_FAILED] state',
  );
  update(region, 'mixed', fixed, {}, { DisableRollback: true });
  settle(region);
  expect(describe(region, 'mixed').StackStatus).toBe('UPDATE_COMPLETE');
});

test('OnFailure DELETE goes on to DELETE_COMPLETE and frees the name', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'logs', { Bad: bad }, {}, { OnFailure: 'DELETE' });
  settle(region);
  expect(stackStory(region, StackId)).toEqual(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
  expect(create(region, 'logs', { Good: group() }).StackId).not.toBe(StackId);
});

test('OnFailure and DisableRollback exclude each other', () => {
  const both = { OnFailure: 'DELETE', DisableRollback: true };
  expect(refusal(() => create(stackWorld(), 'logs', { A: group() }, {}, both))).toMatch(/^ValidationError/);
});

test('TimeoutInMinutes fails a create that takes longer', () => {
  const region = stackWorld();
  const asked = { TimeoutInMinutes: 1, OnFailure: 'DO_NOTHING' };
  create(region, 'net', natNetwork(), {}, asked);
  settle(region);
  expect(describe(region, 'net').StackStatus).toBe('CREATE_FAILED');
  expect(describe(region, 'net').StackStatusReason).toContain('exceeded the specified timeout');
});

test('roles need CAPABILITY_IAM, named ones CAPABILITY_NAMED_IAM', () => {
  const region = stackWorld();
  const named = { Role: role({ RoleName: 'fixed' }) };
  const capable = { Capabilities: ['CAPABILITY_IAM'] };
  expect(refusal(() => create(region, 'roles', { Role: role() }))).toBe(
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]',
  );
  expect(refusal(() => create(region, 'roles', named, {}, capable))).toContain('[CAPABILITY_NAMED_IAM]');
  expect(refusal(() => create(region, 'roles', { Role: role() }, {}, capable))).toBe('accepted');
});

test('an attribute no handler gives fails the resource that asks for it', () => {
  const region = stackWorld();
  const asking = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::GetAtt': ['A', 'Nothing'] } } };
  create(region, 'logs', { A: group(), B: asking }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  expect(describe(region, 'logs').StackStatusReason).toContain('[B]');
});

test('an unknown or missing property fails the resource, not the call', () => {
  const region = stackWorld();
  const strange = { Type: 'AWS::Logs::LogGroup', Properties: { Retention: 7 } };
  create(region, 'strange', { A: strange }, {}, { OnFailure: 'DO_NOTHING' });
  create(region, 'missing', { A: { Type: 'AWS::EC2::VPC', Properties: {} } }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  const reasons = (name: string) =>
    events(region, name)
      .map(({ ResourceStatusReason }) => ResourceStatusReason)
      .join('\n');
  expect(reasons('strange')).toContain('#: extraneous key [Retention] is not permitted');
  expect(reasons('missing')).toContain('#: required key [CidrBlock] not found');
});

test('a handler failure stands in the event with token and code', () => {
  const region = stackWorld();
  create(region, 'first', { A: group('same') });
  settle(region);
  create(region, 'second', { A: group('same') });
  settle(region);
  const failed = events(region, 'second').find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  expect(failed?.ResourceStatusReason).toMatch(
    /^Resource handler returned message: "The specified log group already exists" \(RequestToken: [-0-9a-f]+, HandlerErrorCode: AlreadyExists\)$/,
  );
});

test('RollbackStack deletes a stack that never was stable', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'logs', { Good: group(), Bad: bad }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  region.call('CloudFormation', 'RollbackStack', { StackName: 'logs' });
  settle(region);
  expect(stackStory(region, StackId).slice(-2)).toEqual(['DELETE_IN_PROGRESS', 'DELETE_COMPLETE']);
});

test('a region re-made from its state between any two timers ends in the same state, and a seed is a replay', () => {
  const run = (restart: boolean) => {
    let region = stackWorld({ seed: 7 });
    create(region, 'net', { ...natNetwork(), Group: securityGroup(), Bad: { ...bad, DependsOn: 'Nat' } });
    for (;;) {
      if (restart) region = stackWorld({ state: structuredClone(region.state) });
      if (!region.fireNext()) return JSON.stringify(region.state);
    }
  };
  expect(run(false)).toBe(run(false));
  expect(run(true)).toBe(run(false));
});

test('throttling is the error Throttling, with the probability of the knob', () => {
  const region = stackWorld();
  region.setKnob('cloudformation.throttle', 1);
  expect(refusal(() => describe(region, 'any'))).toBe('Throttling: Rate exceeded');
});

test('a NAT gateway takes between 85 and 124 seconds', () => {
  const region = stackWorld();
  create(region, 'net', natNetwork());
  until(region, () => describeOrNot(region)?.StackStatus === 'CREATE_COMPLETE');
  const nat = events(region, 'net').filter(({ LogicalResourceId }) => LogicalResourceId === 'Nat');
  const seconds = ((nat.at(-1)?.Timestamp.getTime() ?? 0) - (nat[0]?.Timestamp.getTime() ?? 0)) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(85);
  expect(seconds).toBeLessThanOrEqual(124);
});

function describeOrNot(region: ReturnType<typeof stackWorld>) {
  try {
    return describe(region, 'net');
  } catch {
    return undefined;
  }
}

function natNetwork() {
  return {
    Vpc: vpc,
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Attached: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayId: { Ref: 'Gateway' } },
    },
    Public: subnet('10.0.0.0/24'),
    Ip: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' }, DependsOn: 'Attached' },
    Nat: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: { Ref: 'Public' }, AllocationId: { 'Fn::GetAtt': ['Ip', 'AllocationId'] } },
    },
  };
}
