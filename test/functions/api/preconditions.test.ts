import { beforeAll, describe, expect, it } from 'vitest';
import type { EnvironmentView, Problem } from '../../../schemas/gen/api.types.ts';
import type { TestWorld } from '../../support/world.ts';
import { executionsOf, givenServing, small } from './serving.ts';

const changed = { ...small, tags: { team: 'a' } };

describe('preconditions', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await givenServing();
  });
  const outcomeOf = async (method: string, name: string, body: unknown, headers: Record<string, string>) => {
    const answer = await world.request<Problem>(method, `/environments/${name}`, body, headers);
    return [answer.status, answer.body.code];
  };

  it('If-None-Match: * creates, and answers 412 when there is something already', async () => {
    const before = executionsOf(world);

    expect(await outcomeOf('PUT', 'shop', changed, { 'if-none-match': '*' })).toEqual([412, 'ENVIRONMENT_EXISTS']);
    expect(executionsOf(world)).toEqual(before);
    expect(await outcomeOf('PUT', 'other', small, { 'If-None-Match': '*' })).toEqual([202, undefined]);
  });

  it.each(['"7"', '"0"', '7', '1', '"11"'])('If-Match: %s answers 412 while revision 1 serves', async (match) => {
    for (const [method, body] of [
      ['PUT', changed],
      ['PATCH', { tags: { team: 'a' } }],
      ['DELETE', undefined],
    ] as const) {
      const { status, body: problem } = await world.request<Problem>(method, '/environments/shop', body, { 'if-match': match });

      expect([method, status, problem.code]).toEqual([method, 412, 'REVISION_MOVED']);
      expect(problem.detail).toContain('"1"');
    }
    expect((await world.environment('shop')).status).toBe('AVAILABLE');
  });

  it('If-Match answers 412 for an environment that is not there', async () => {
    expect(await outcomeOf('PUT', 'nowhere', small, { 'if-match': '*' })).toEqual([412, 'REVISION_MOVED']);
  });

  it.each(['*', '"1"', 'W/"1"', '"3", "1"'])('If-Match: %s lets a request through while revision 1 serves', async (match) => {
    const { status, headers } = await world.request<EnvironmentView>('PUT', '/environments/shop', small, { 'if-match': match });

    expect([status, headers.etag]).toEqual([200, '"1"']);
  });

  it('refuses an If-None-Match it could not honour', async () => {
    expect(await outcomeOf('PUT', 'shop', small, { 'if-none-match': '"1"' })).toEqual([400, 'PRECONDITION_UNSUPPORTED']);
  });
});
