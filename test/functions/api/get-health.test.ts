import { describe, expect, it } from 'vitest';
import { blueprintVersion } from '../../../domain/blueprint-version.ts';
import { version } from '../../../domain/version.ts';
import type { Health } from '../../../schemas/gen/api.types.ts';
import { givenWorld } from '../../support/world.ts';

describe('GET /health', () => {
  it('says both versions, with one read of the record', async () => {
    const calls: string[] = [];
    const world = await givenWorld({ hook: { before: ({ operation }) => void calls.push(operation) } });

    const { status, body } = await world.request<Health>('GET', '/health');

    expect([status, body]).toEqual([200, { status: 'ok', version, blueprintVersion, embedded: true }]);
    expect(calls).toEqual(['GetItem']);
  });

  it('is 200 while frozen, and says by whom, since when and why', async () => {
    const world = await givenWorld();
    await world.request('PUT', '/freeze', { reason: 'the database moves' });

    const { status, body } = await world.request<Health>('GET', '/health');

    expect([status, body.status]).toEqual([200, 'ok']);
    expect(body.freeze).toMatchObject({ scope: 'everything', reason: 'the database moves' });
  });

  it('is 503 with the name of the error when the record cannot be read', async () => {
    const world = await givenWorld({
      hook: {
        before: () => {
          throw Object.assign(new Error('User arn:aws:iam::111122223333:role/x is not allowed'), {
            name: 'AccessDeniedException',
          });
        },
      },
    });

    const { status, headers, body } = await world.request<Health>('GET', '/health');

    expect([status, headers['content-type']]).toEqual([503, 'application/json']);
    expect(body).toEqual({ status: 'degraded', version, blueprintVersion, embedded: true, error: 'AccessDeniedException' });
  });
});
