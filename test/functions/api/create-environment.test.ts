import { describe, expect, it } from 'vitest';
import type { Accepted, Problem } from '../../../schemas/gen/api.types.ts';
import { validateProblem } from '../../../schemas/gen/validators.js';
import { givenWorld } from '../../support/world.ts';
import { small } from './serving.ts';

const world = await givenWorld();
const post = (body?: unknown) => world.request<Accepted & Problem>('POST', '/environments', body);

describe('POST /environments', () => {
  it('creates what the body names', async () => {
    const { status, headers, body } = await post({ name: 'shop', spec: small });

    expect(status).toBe(202);
    expect(body).toMatchObject({ environment: 'shop', kind: 'CREATE', revision: 1, href: headers.location });
    expect((await world.environment('shop')).spec).toEqual(small);
  });

  it('answers 412 when the name is taken', async () => {
    await post({ name: 'taken', spec: small });

    const { status, body } = await post({ name: 'taken', spec: { ...small, tags: { a: 'b' } } });

    expect([status, body.code]).toEqual([412, 'ENVIRONMENT_EXISTS']);
  });

  it('points into the body that was sent', async () => {
    const { status, body } = await post({
      name: 'wrong',
      spec: { ...small, network: { cidr: '10.0.0.1/16' }, services: { web: { image: 'nginx', memory: 600 } } },
    });

    expect([status, body.code]).toEqual([400, 'SPEC_REFUSED']);
    expect(body.findings?.map(({ pointer }) => pointer).sort()).toEqual(['/spec/network/cidr', '/spec/services/web/memory']);
  });

  it('points at fields nobody knows the same way', async () => {
    const { body } = await post({ name: 'wrong', spec: { ...small, egres: 'nat' } });

    expect(body.findings).toMatchObject([{ pointer: '/spec/egres', remedy: 'Did you mean `egress`?' }]);
  });

  it.each([
    [undefined, ['/name', '/spec']],
    [{}, ['/name', '/spec']],
    [{ nmae: 'shop', spec: small }, ['/name', '/nmae']],
    [{ name: 'Shop', spec: small }, ['/name']],
    [{ name: 7, spec: [] }, ['/name', '/spec']],
    ['null', ['']],
  ])('answers 400 to the body %j and points at %j', async (sent, pointers) => {
    const { status, body } = await post(sent);

    expect([status, body.code]).toEqual([400, 'BODY_REFUSED']);
    expect(validateProblem(body)).toBe(true);
    expect(body.findings?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
  });
});
