import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { connectTo } from '../../../simulator/connect.ts';
import { create, describe, events, group, refusal, settle, stackWorld, update } from './stack-world.ts';

const a = { A: group('a') };
const token = (ClientRequestToken: string) => ({ ClientRequestToken });

test('a repeat with the same token and request is answered with the same ids', () => {
  const region = stackWorld();
  const first = create(region, 'app', a, {}, token('one'));
  expect(create(region, 'app', a, {}, token('one'))).toEqual(first);
  settle(region);
  const changed = update(region, 'app', { A: group('a', 7) }, {}, token('two'));
  expect(update(region, 'app', { A: group('a', 7) }, {}, token('two'))).toEqual(changed);
});

test('under the knob a repeat is an error instead', () => {
  const region = stackWorld();
  region.setKnob('cloudformation.repeatedToken', 'error');
  create(region, 'app', a, {}, token('one'));
  expect(refusal(() => create(region, 'app', a, {}, token('one')))).toMatch(/^AlreadyExistsException/);
  settle(region);
  update(region, 'app', { A: group('a', 7) }, {}, token('two'));
  expect(refusal(() => update(region, 'app', { A: group('a', 7) }, {}, token('two')))).toMatch(/^TokenAlreadyExistsException/);
});

test('a token used for one operation of a stack cannot be used for another', () => {
  const region = stackWorld();
  create(region, 'app', a, {}, token('one'));
  settle(region);
  const other = () => region.call('CloudFormation', 'DeleteStack', { StackName: 'app', ClientRequestToken: 'one' });
  expect(refusal(other)).toMatch(/^TokenAlreadyExistsException/);
  expect(refusal(() => update(region, 'app', { A: group('a', 7) }, {}, token('one')))).toMatch(/^TokenAlreadyExistsException/);
});

test('a token has 1 to 128 letters, digits and dashes', () => {
  const region = stackWorld();
  expect(refusal(() => create(region, 'app', a, {}, token('a_b')))).toContain("at 'clientRequestToken'");
  expect(refusal(() => create(region, 'app', a, {}, token('a'.repeat(129))))).toContain("at 'clientRequestToken'");
});

test('every event of an operation carries its token and operation id', () => {
  const region = stackWorld();
  const { OperationId } = create(region, 'app', a, {}, token('one'));
  settle(region);
  const told = events(region, 'app');
  expect(told.every((event) => event.ClientRequestToken === 'one' && event.OperationId === OperationId)).toBe(true);
});

test('DescribeStackEvents is newest first and paged', () => {
  const region = stackWorld();
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`G${at}`, group()]));
  create(region, 'app', many);
  settle(region);
  const page = (more: object) =>
    region.call('CloudFormation', 'DescribeStackEvents', { StackName: 'app', ...more }) as {
      StackEvents: { ResourceStatus: string }[];
      NextToken?: string;
    };
  const first = page({});
  expect(first.StackEvents).toHaveLength(100);
  expect(first.StackEvents[0]?.ResourceStatus).toBe('CREATE_COMPLETE');
  expect(page({ NextToken: first.NextToken }).StackEvents.at(-1)?.ResourceStatus).toBe('CREATE_IN_PROGRESS');
});

test('DescribeEvents gives the root causes of one operation', () => {
  const region = stackWorld();
  const { OperationId } = create(region, 'app', { ...a, Bad: group('bad', 2) }, {}, { OnFailure: 'DO_NOTHING' });
  settle(region);
  const answer = region.call('CloudFormation', 'DescribeEvents', { OperationId, Filters: { FailedEvents: true } });
  expect(answer).toMatchObject({
    OperationEvents: [{ LogicalResourceId: 'Bad', EventType: 'PROVISIONING_ERROR', OperationType: 'CREATE_STACK' }],
  });
});

test('LastOperations names the operations, the latest first', () => {
  const region = stackWorld();
  const made = create(region, 'app', a);
  settle(region);
  const changed = update(region, 'app', { A: group('a', 7) });
  settle(region);
  expect(describe(region, 'app').LastOperations).toEqual([
    { OperationType: 'UPDATE_STACK', OperationId: changed.OperationId },
    { OperationType: 'CREATE_STACK', OperationId: made.OperationId },
  ]);
});

test('right after a call DescribeStacks may still say what was before', () => {
  const region = stackWorld();
  region.setKnob('cloudformation.staleReadSeconds', 1);
  create(region, 'app', a);
  expect(refusal(() => describe(region, 'app'))).toBe('ValidationError: Stack with id app does not exist');
  region.advanceTo(region.state.now + 1000);
  expect(describe(region, 'app').StackStatus).toBe('CREATE_IN_PROGRESS');
  settle(region);
  update(region, 'app', { A: group('a', 7) });
  expect(describe(region, 'app')).toMatchObject({ StackStatus: 'CREATE_COMPLETE', LastOperations: [{}] });
});

test('status changes go to EventBridge in the documented shape', () => {
  const region = stackWorld();
  const { StackId } = create(region, 'app', a, {}, token('one'));
  settle(region);
  const sent = region.context.state<{ events: { detailType: string; detail: object }[] }>('EventBridge').events;
  expect(sent.at(-1)).toEqual({
    source: 'aws.cloudformation',
    detailType: 'CloudFormation Stack Status Change',
    resources: ['arn:aws:cloudformation:eu-west-1:111122223333:stack/app'],
    detail: {
      'stack-id': StackId,
      'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
      'client-request-token': 'one',
    },
  });
  const ofResource = sent.find(({ detailType }) => detailType === 'CloudFormation Resource Status Change');
  expect(ofResource?.detail).toMatchObject({
    'logical-resource-id': 'A',
    'resource-type': 'AWS::Logs::LogGroup',
    'client-request-token': '',
  });
});

test('resources and stacks are listed as the API lists them, and the SDK reads them', async () => {
  const region = stackWorld();
  create(region, 'app', a);
  settle(region);
  const named = { StackName: 'app' };
  expect(region.call('CloudFormation', 'ListStackResources', named)).toMatchObject({
    StackResourceSummaries: [{ LogicalResourceId: 'A', PhysicalResourceId: 'a' }],
  });
  expect(region.call('CloudFormation', 'DescribeStackResources', named)).toMatchObject({
    StackResources: [{ StackName: 'app' }],
  });
  const filter = { StackStatusFilter: ['CREATE_COMPLETE'] };
  expect(region.call('CloudFormation', 'ListStacks', filter)).toMatchObject({ StackSummaries: [{ StackName: 'app' }] });
  const client = connectTo(region)(CloudFormationClient as new (config: object) => CloudFormationClient);
  const answer = await client.send(new DescribeStacksCommand({ StackName: 'app' }));
  expect(answer.Stacks?.[0]?.CreationTime).toBeInstanceOf(Date);
});

test('ListStacks goes over many pages, newest first', () => {
  const region = stackWorld();
  for (let index = 0; index < 120; index += 1) create(region, `app-${index}`, a);
  settle(region);
  type Page = { readonly StackSummaries: readonly { readonly StackName: string }[]; readonly NextToken?: string };

  const first = region.call('CloudFormation', 'ListStacks', {}) as Page;
  const second = region.call('CloudFormation', 'ListStacks', { NextToken: first.NextToken }) as Page;

  const names = [...first.StackSummaries, ...second.StackSummaries].map(({ StackName }) => StackName);
  expect([first.StackSummaries.length, names.length, new Set(names).size, second.NextToken]).toEqual([100, 120, 120, undefined]);
  expect(names[0]).toBe('app-119');
});
