import { describe, expect, it } from 'vitest';
import { routes } from '../../../functions/routes.ts';
import type { Problem } from '../../../schemas/gen/api.types.ts';
import { validateProblem } from '../../../schemas/gen/validators.js';
import { givenWorld } from '../../support/world.ts';

const world = await givenWorld();

describe('the routes', () => {
  it.each([
    ['/enviroments', '/environments'],
    ['/environment/shop', '/environments/shop'],
    ['/operation/shop-lusab-babad/cancel', '/operations/shop-lusab-babad/cancel'],
    ['/healthz', '/health'],
    ['/openapi-json', '/openapi.json'],
  ])('answers 404 to %s and says that %s was meant', async (path, meant) => {
    const { status, body } = await world.request<Problem>('GET', path);

    expect([status, body.code]).toEqual([404, 'ROUTE_UNKNOWN']);
    expect(body.detail).toBe(`There is no ${path}. Did you mean ${meant}?`);
  });

  it.each(['/', '/completely/elsewhere', '/%00'])('answers 404 to %s without guessing', async (path) => {
    const { status, body } = await world.request<Problem>('GET', path);

    expect([status, body.code]).toEqual([404, 'ROUTE_UNKNOWN']);
    expect(body.detail).not.toContain('Did you mean');
  });

  it.each([
    ['PURGE', '/health', 'GET'],
    ['DELETE', '/environments', 'POST, GET'],
    ['POST', '/environments/shop', 'PUT, PATCH, GET, DELETE'],
    ['GET', '/operations/shop-lusab-babad/cancel', 'POST'],
  ])('answers 405 to %s %s and allows %s', async (method, path, allow) => {
    const { status, headers, body } = await world.request<Problem>(method, path);

    expect([status, body.code, headers.allow]).toEqual([405, 'METHOD_NOT_ALLOWED', allow]);
  });

  it('refuses with problem+json that names itself, its status and where it happened', async () => {
    const { headers, body } = await world.request<Problem>('GET', '/environments/nowhere');

    expect(headers['content-type']).toBe('application/problem+json');
    expect(validateProblem(body)).toBe(true);
    expect(body).toEqual({
      type: 'https://moorage.dev/problems/environment-unknown',
      title: 'Environment unknown',
      status: 404,
      code: 'ENVIRONMENT_UNKNOWN',
      detail: 'There is no environment nowhere.',
      instance: '/environments/nowhere',
    });
  });

  it('answers names no table could look for like any unknown one', async () => {
    const long = 'x'.repeat(3000);

    const statuses = await Promise.all(
      [
        ['GET', `/environments/${long}`],
        ['GET', `/operations/${long}`],
        ['POST', `/operations/${long}/cancel`],
        ['GET', `/operations?environment=${long}`],
        ['DELETE', `/environments/${long}`],
      ].map(async ([method = '', path = '']) => (await world.request(method, path)).status),
    );

    expect(statuses).toEqual([404, 404, 404, 400, 400]);
  });

  it('says of a bug of ours no more than that it is ours', async () => {
    const lines: object[] = [];
    const broken = await givenWorld({
      log: (line) => lines.push(line),
      hook: {
        before: ({ operation }) => {
          if (operation === 'GetItem') throw new Error('secret detail of the record');
        },
      },
    });

    const { status, body } = await broken.request<Problem>('GET', '/environments/shop');

    expect([status, body.code]).toEqual([500, 'INTERNAL']);
    expect(validateProblem(body)).toBe(true);
    expect(JSON.stringify(body)).not.toMatch(/secret detail|\.ts|Error/);
    expect(lines).toMatchObject([{ level: 'ERROR', path: '/environments/shop', error: 'Error: secret detail of the record' }]);
  });

  it('says what it is', async () => {
    const { status, body } = await world.request('GET', '/health');

    expect([status, body]).toEqual([200, { status: 'ok', version: '0.1.0', blueprintVersion: '2', embedded: true }]);
  });

  it('has an answer of its own for every route of the catalog', async () => {
    const answers = await Promise.all(
      routes.map(async ({ method, path }) => {
        const { body } = await world.request<Problem>(method, path.replace(/\{\w+\}/, 'shop'));
        return body.code;
      }),
    );

    for (const code of answers) expect(['ROUTE_UNKNOWN', 'METHOD_NOT_ALLOWED', 'INTERNAL']).not.toContain(code);
  });
});
