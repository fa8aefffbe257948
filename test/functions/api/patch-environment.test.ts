import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../../schemas/gen/api.types.ts';
import type { TestWorld } from '../../support/world.ts';
import { givenServing, small } from './serving.ts';

describe('PATCH /environments/{name}', () => {
  let world: TestWorld;
  beforeAll(async () => {
    world = await givenServing({ ...small, tags: { team: 'a', cost: '7' } });
  });
  const patch = (name: string, body: unknown, headers = { 'content-type': 'application/merge-patch+json' }) =>
    world.request<Problem & { operation: string }>('PATCH', `/environments/${name}`, body, headers);

  it('answers 404 for an environment that is not there', async () => {
    const { status, body } = await patch('nowhere', { tags: {} });

    expect([status, body.code]).toEqual([404, 'ENVIRONMENT_UNKNOWN']);
  });

  it('answers 200 to a patch that changes nothing', async () => {
    expect((await patch('shop', {})).status).toBe(200);
    expect((await patch('shop', { tags: { team: 'a', gone: null } })).status).toBe(200);
  });

  it('judges what the patch leads to, and points into that', async () => {
    const { status, body } = await patch('shop', { services: { web: { cpu: 1024 }, api: {} } });

    expect([status, body.code]).toEqual([400, 'SPEC_REFUSED']);
    expect(body.findings?.map(({ code, pointer }) => `${code} ${pointer}`).sort()).toEqual([
      'FARGATE_SIZE_INVALID /services/web/cpu',
      'IMAGE_MISSING /services/api',
    ]);
  });

  it.each([null, [], 'text', { services: null }])('refuses %j, after which there is no spec left', async (body) => {
    const { status, body: problem } = await patch('shop', JSON.stringify(body));

    expect([status, problem.code]).toEqual([400, 'SPEC_REFUSED']);
  });

  it('merges: null removes, maps merge, everything else replaces', async () => {
    const { body, status } = await patch('shop', { tags: { cost: null, owner: 'ada' }, services: { web: { desiredCount: 0 } } });
    const { status: end } = await world.ended(body.operation);

    expect([status, end]).toEqual([202, 'SUCCEEDED']);
    expect(await world.environment('shop')).toMatchObject({
      revision: 2,
      spec: { tags: { team: 'a', owner: 'ada' }, services: { web: { ...small.services.web, desiredCount: 0 } } },
    });
    expect((await world.environment('shop')).spec?.tags).not.toHaveProperty('cost');
  });

  it('patches the wish of a create that failed', async () => {
    const failed = await world.put('broken', { services: { web: { image: 'nginx:no-such-tag', desiredCount: 3 } } });
    expect((await world.ended(failed)).status).toBe('FAILED');

    const { body } = await patch('broken', { services: { web: { image: 'nginx:1.27', mirror: false } } });
    const { status } = await world.ended(body.operation);

    expect(status).toBe('SUCCEEDED');
    expect((await world.environment('broken')).spec).toEqual({
      services: { web: { image: 'nginx:1.27', mirror: false, desiredCount: 3 } },
    });
  });
});
