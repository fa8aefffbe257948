import { describe, expect, it } from 'vitest';
import type { Accepted, Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld } from '../../support/world.ts';

const world = await givenWorld();
const spec = { services: { web: { image: 'nginx:1.27', mirror: false } } };
const refused = async (method: string, path: string, body: unknown, headers = {}) => {
  const answer = await world.request<Problem>(method, path, body, headers);
  return { ...answer, outcome: [answer.status, answer.body.code] };
};

describe('reading a request', () => {
  it.each(['text/plain', 'application/yaml', 'application/merge-patch+json', ''])('answers 415 to a PUT of %j', async (type) => {
    const { outcome, headers } = await refused('PUT', '/environments/shop', spec, { 'content-type': type });

    expect(outcome).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
    expect(headers.accept).toBe('application/json');
  });

  it('reads application/json with parameters, whatever its case', async () => {
    const { status } = await world.request('PUT', '/environments/cased', spec, {
      'content-type': 'Application/JSON; charset=UTF-8',
    });

    expect(status).toBe(202);
  });

  it('answers 413 to more than 256 KB, and counts bytes', async () => {
    const tooLarge = JSON.stringify({ ...spec, tags: { note: 'é'.repeat(128 * 1024) } });

    const { outcome, body } = await refused('PUT', '/environments/shop', tooLarge);

    expect(outcome).toEqual([413, 'BODY_TOO_LARGE']);
    expect(body.detail).toContain(`${Buffer.byteLength(tooLarge)} bytes`);
  });

  it.each(['{"services": ', 'services: {}', '', '\u0000'])('answers 400 to %j, which is no JSON', async (text) => {
    const { outcome } = await refused('PUT', '/environments/shop', text);

    expect(outcome).toEqual([400, 'JSON_MALFORMED']);
  });

  it.each([null, 7, 'services', [], true, [spec]])('answers 400 to %j, which is JSON and no spec', async (body) => {
    const { outcome, body: problem } = await refused('PUT', '/environments/shop', JSON.stringify(body));

    expect(outcome).toEqual([400, 'SPEC_REFUSED']);
    expect(problem.findings).toMatchObject([{ code: 'VALUE_OF_WRONG_TYPE', pointer: '' }]);
  });

  it.each(['Shop', '7shop', 'shop-', '-shop', 'a'.repeat(31), 'caf%C3%A9', '%E0%A4%A'])(
    'answers 400 to %s, which no stack could be named after',
    async (name) => {
      const { outcome } = await refused('PUT', `/environments/${name}`, spec);

      expect(outcome).toEqual([400, 'NAME_INVALID']);
    },
  );

  it('knows the caller from IAM, from a token, or not at all', async () => {
    const actorOf = async (name: string, authorizer?: object) => {
      const http = { method: 'PUT', path: `/environments/${name}` };
      const headers = { 'Content-Type': 'application/json' };
      const answer = await world.invoke('Api', {
        version: '2.0',
        headers,
        body: Buffer.from(JSON.stringify(spec)).toString('base64'),
        isBase64Encoded: true,
        requestContext: { http, authorizer },
      });
      const { operation } = JSON.parse((answer as { body: string }).body) as Accepted;
      return (await world.operation(operation)).actor;
    };

    expect(await actorOf('by-iam', { iam: { userArn: 'arn:aws:iam::111122223333:user/grace' } })).toBe(
      'arn:aws:iam::111122223333:user/grace',
    );
    expect(await actorOf('by-token', { jwt: { claims: { sub: 'grace@example.com' } } })).toBe('grace@example.com');
    expect(await actorOf('by-claim', { jwt: { claims: { sub: 'arn:aws:iam::111122223333:user/grace' } } })).toBe(
      'jwt:arn:aws:iam::111122223333:user/grace',
    );
    expect(await actorOf('by-nobody')).toBe('anonymous');
  });
});
