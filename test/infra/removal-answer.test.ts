import { describe, expect, test } from 'vitest';
import { type RemovalRequest, removalAnswer } from '../../infra/removal-answer.ts';

const request = (RequestType: RemovalRequest['RequestType'], PhysicalResourceId?: string): RemovalRequest => ({
  RequestType,
  ResponseURL: 'https://cloudformation-custom-resource-response-test.s3.amazonaws.com/x',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'StandingEnvironments',
  ...(PhysicalResourceId !== undefined && { PhysicalResourceId }),
});
const stand =
  (...names: string[]) =>
  async () =>
    names;
const nobodyKnows = () => Promise.reject(new Error('no'));

describe('the removal guard', () => {
  test('lets the stack be made and changed without asking anybody', async () => {
    for (const type of ['Create', 'Update'] as const)
      expect(await removalAnswer(request(type), nobodyKnows)).toMatchObject({ Status: 'SUCCESS' });
  });

  test('lets it go when nothing stands', async () => {
    expect(await removalAnswer(request('Delete'), stand())).toMatchObject({ Status: 'SUCCESS' });
  });

  test('refuses with the names of what stands', async () => {
    expect(await removalAnswer(request('Delete'), stand('shop', 'web'))).toMatchObject({
      Status: 'FAILED',
      Reason: 'Environments stand: shop, web. DELETE them first.',
    });
  });

  test('refuses when nobody can say', async () => {
    expect(await removalAnswer(request('Delete'), nobodyKnows)).toMatchObject({
      Status: 'FAILED',
      Reason: 'Nobody can say which environments stand: Error: no',
    });
  });

  test('keeps the id it was asked about, so that no update becomes a removal', async () => {
    const first = await removalAnswer(request('Create'), stand());
    expect(await removalAnswer(request('Update', first.PhysicalResourceId), stand())).toMatchObject({
      PhysicalResourceId: first.PhysicalResourceId,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'StandingEnvironments',
    });
  });

  test('answers in the 4096 bytes CloudFormation takes, however much stands', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `environment-${index}`.padEnd(30, 'x'));
    const answer = await removalAnswer(request('Delete'), stand(...names));
    expect(answer.Reason).toContain('and 480 more');
    expect(JSON.stringify(answer).length).toBeLessThan(2000);
  });
});
