import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Problem } from '../../../schemas/gen/api.types.ts';
import { validateOperationView } from '../../../schemas/gen/validators.js';
import { givenWorld } from '../../support/world.ts';
import { givenServing, small } from './serving.ts';

describe('POST /operations/{id}/cancel', () => {
  it('fences the operation at once and answers 202 with it; in the end nothing is left', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', small);
    await world.until(async () => (await world.operation(id)).waits.length > 0);

    const { status, headers, body } = await world.request<OperationView>('POST', `/operations/${id}/cancel`, {
      reason: 'wrong day',
    });

    expect([status, headers.location]).toEqual([202, `/operations/${id}`]);
    expect(validateOperationView(body)).toBe(true);
    expect(body.status).toBe('FAILING');
    expect(body.timeline.at(-1)?.text).toBe('cancelled by arn:aws:iam::111122223333:user/ada: wrong day');
    const over = await world.ended(id);
    expect(over).toMatchObject({ status: 'CANCELLED', diagnosis: { code: 'CANCELLED' } });
    expect(over.diagnosis?.sentence).toContain('wrong day');
    expect((await world.environment('shop')).status).toBe('FAILED');
    const { StackSummaries: stacks } = world.region.call('CloudFormation', 'ListStacks', {}) as {
      StackSummaries: { StackStatus: string }[];
    };
    expect(stacks.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')).toEqual([]);
  });

  it('asked again answers the same: while it is cleaned up, and when it is over', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', small);
    const cancel = async () => (await world.request<OperationView>('POST', `/operations/${id}/cancel`)).status;

    expect([await cancel(), await cancel()]).toEqual([202, 202]);
    const { timeline } = await world.ended(id);
    expect(timeline.filter(({ text }) => text.startsWith('cancelled'))).toHaveLength(1);
    expect(await cancel()).toBe(202);
  });

  it('of an update leaves what serves as it is', async () => {
    const world = await givenServing();
    const id = await world.put('shop', { ...small, tags: { team: 'a' } });

    await world.request('POST', `/operations/${id}/cancel`);

    expect((await world.ended(id)).status).toBe('CANCELLED');
    expect(await world.environment('shop')).toMatchObject({
      status: 'AVAILABLE',
      revision: 1,
      spec: small,
      lastFailure: { operation: id },
    });
  });

  it('answers 404 to an operation nobody knows', async () => {
    const world = await givenWorld();

    const { status, body } = await world.request<Problem>('POST', '/operations/shop-lusab-babad/cancel');

    expect([status, body.code]).toEqual([404, 'OPERATION_UNKNOWN']);
  });

  it('answers 409 to one that is over, and to a DELETE that runs', async () => {
    const world = await givenServing();
    const { lastOperation = '' } = await world.environment('shop');
    const { operation } = (await world.request<Accepted>('DELETE', '/environments/shop')).body;

    for (const [id, code] of [
      [lastOperation, 'OPERATION_OVER'],
      [operation, 'DELETE_NOT_CANCELLABLE'],
    ]) {
      const { status, body } = await world.request<Problem>('POST', `/operations/${id}/cancel`);
      expect([status, body.code, body.operation]).toEqual([409, code, id]);
    }
    expect((await world.ended(operation)).status).toBe('SUCCEEDED');
  });

  it('refuses a body it does not understand, and cancels nothing', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', small);

    const { status, body } = await world.request<Problem>('POST', `/operations/${id}/cancel`, { raeson: 'typo' });

    expect([status, body.code]).toEqual([400, 'BODY_REFUSED']);
    expect(body.findings).toMatchObject([{ pointer: '/raeson', remedy: 'Did you mean `reason`?' }]);
    expect((await world.operation(id)).status).not.toBe('FAILING');
  });
});
