import { beforeAll, describe, expect, it } from 'vitest';
import type { Accepted, EnvironmentView, Problem } from '../../../schemas/gen/api.types.ts';
import { validateEnvironmentView, validateProblem } from '../../../schemas/gen/validators.js';
import { givenWorld, type TestWorld } from '../../support/world.ts';
import { executionsOf, givenServing, small } from './serving.ts';

describe('PUT of a new environment', () => {
  it('answers 202 with where to look and when, and GET shows it at once', async () => {
    const world = await givenWorld();

    const { status, headers, body } = await world.request<Accepted>('PUT', '/environments/shop', small);

    expect(status).toBe(202);
    expect(body).toMatchObject({ environment: 'shop', kind: 'CREATE', revision: 1, href: headers.location });
    expect(headers['retry-after']).toBe('1');
    expect(headers.location).toBe(`/operations/${body.operation}`);
    expect(await world.operation(body.operation)).toMatchObject({
      id: body.operation,
      status: expect.stringMatching(/QUEUED|RUNNING/),
    });
    const view = await world.environment('shop');
    expect(validateEnvironmentView(view)).toBe(true);
    expect(view).toMatchObject({ status: 'CREATING', revision: 0, operation: body.operation, spec: small });
    expect(view.effective).toMatchObject({ network: { cidr: '10.0.0.0/16' } });
  });

  it('says every refusal at once, each with its place and a remedy, and opens nothing', async () => {
    const world = await givenWorld();
    const spec = {
      network: { cidr: '8.8.0.0/16' },
      tags: { note: 'AKIAIOSFODNN7EXAMPLE' },
      services: {
        web: { image: 'Nginx:1.27', cpu: 256, memory: 8192 },
        api: { mirror: false, variables: { TOKEN: `ghp_${'a'.repeat(36)}` } },
      },
    };

    const { status, body } = await world.request<Problem>('PUT', '/environments/shop', spec);

    expect([status, body.code]).toEqual([400, 'SPEC_REFUSED']);
    expect(validateProblem(body)).toBe(true);
    expect(body.findings?.map(({ code, pointer }) => `${code} ${pointer}`).sort()).toEqual([
      'CIDR_NOT_ALLOWED /network/cidr',
      'FARGATE_SIZE_INVALID /services/web/memory',
      'IMAGE_MISSING /services/api',
      'IMAGE_REFERENCE_INVALID /services/web/image',
      'MIRROR_WITHOUT_IMAGE /services/api/mirror',
      'SECRET_VALUE /services/api/variables/TOKEN',
      'SECRET_VALUE /tags/note',
    ]);
    for (const { remedy } of body.findings ?? []) expect(remedy).not.toBe('');
    expect(JSON.stringify(body)).not.toMatch(/AKIA|ghp_/);
    expect((await world.request('GET', '/environments/shop')).status).toBe(404);
    expect(executionsOf(world)).toEqual([]);
  });

  it('says what was meant by fields it does not know, all of them at once', async () => {
    const world = await givenWorld();
    const spec = { servises: {}, services: { web: { image: 'nginx', desierdCount: 2, replicas: 3, env: {}, constructor: 1 } } };

    const { body } = await world.request<Problem>('PUT', '/environments/shop', spec);

    expect(validateProblem(body)).toBe(true);
    expect(Object.fromEntries((body.findings ?? []).map(({ pointer, remedy }) => [pointer, remedy]))).toEqual({
      '/servises': 'Did you mean `services`?',
      '/services/web/desierdCount': 'Did you mean `desiredCount`?',
      '/services/web/replicas': 'Did you mean `desiredCount`?',
      '/services/web/env': 'Did you mean `variables`?',
      '/services/web/constructor': 'Remove it; GET /schemas/spec.json lists the fields.',
    });
  });

  it('warns without refusing', async () => {
    const world = await givenWorld();
    const spec = { ...small, builds: { idle: { files: { Dockerfile: 'FROM nginx:1.27' } } } };

    const { status, body } = await world.request<Accepted>('PUT', '/environments/shop', spec);

    expect(status).toBe(202);
    expect(body.findings).toMatchObject([{ severity: 'warning', code: 'BUILD_UNUSED', pointer: '/builds/idle' }]);
  });

  it('answers 409 with the operation that stands in the way', async () => {
    const world = await givenWorld();
    const running = await world.put('shop', small);

    for (const [method, path, sent] of [
      ['PUT', '/environments/shop', { ...small, tags: { team: 'a' } }],
      ['PUT', '/environments/shop', small],
      ['PATCH', '/environments/shop', { tags: { team: 'a' } }],
      ['DELETE', '/environments/shop', undefined],
    ] as const) {
      const { status, headers, body } = await world.request<Problem>(method, path, sent);

      expect([method, status, body.code, body.operation]).toEqual([method, 409, 'OPERATION_RUNNING', running]);
      expect(validateProblem(body)).toBe(true);
      expect(headers['retry-after']).toBe('5');
    }
    expect(executionsOf(world)).toEqual([running]);
  });
});

describe('PUT of an environment that serves', () => {
  let world: TestWorld;
  const spec = { ...small, network: { cidr: '10.8.0.0/16' } };
  beforeAll(async () => {
    world = await givenServing(spec);
  });

  it('answers 200 with the environment when nothing would change, whatever the order of its keys', async () => {
    const before = executionsOf(world);

    const { status, headers, body } = await world.request<EnvironmentView>('PUT', '/environments/shop', {
      network: spec.network,
      services: { web: { mirror: false, image: 'nginx:1.27' } },
    });

    expect([status, headers.etag]).toEqual([200, '"1"']);
    expect(body).toEqual(await world.environment('shop'));
    expect(body).toMatchObject({ status: 'AVAILABLE', revision: 1, spec });
    expect(executionsOf(world)).toEqual(before);
  });

  it.each([{ network: { cidr: '10.9.0.0/16' } }, { network: {} }, {}])('refuses another network: %j', async ({ network }) => {
    const { status, body } = await world.request<Problem>('PUT', '/environments/shop', {
      ...small,
      ...(network ? { network } : {}),
    });

    expect([status, body.code]).toEqual([400, 'SPEC_REFUSED']);
    expect(body.findings).toMatchObject([{ severity: 'refusal', code: 'NETWORK_IMMUTABLE', pointer: '/network/cidr' }]);
    expect(body.findings?.[0]?.remedy).toContain('10.8.0.0/16');
    expect((await world.environment('shop')).status).toBe('AVAILABLE');
  });

  it('says that the network stays together with everything else that cannot be', async () => {
    const { body } = await world.request<Problem>('PATCH', '/environments/shop', {
      network: { cidr: '10.9.0.0/16' },
      services: { web: { memory: 600 } },
    });

    expect(body.findings?.map(({ code }) => code).sort()).toEqual(['FARGATE_SIZE_INVALID', 'NETWORK_IMMUTABLE']);
  });

  it('opens an update for anything else, which serves under the next revision and ETag', async () => {
    const id = await world.put('shop', { ...spec, services: { web: { ...small.services.web, desiredCount: 2 } } });
    const during = await world.environment('shop');
    const { status } = await world.ended(id);

    expect(during).toMatchObject({ status: 'UPDATING', revision: 1, operation: id, spec });
    expect(status).toBe('SUCCEEDED');
    const { headers, body } = await world.request<EnvironmentView>('GET', '/environments/shop');
    expect(headers.etag).toBe('"2"');
    expect(validateEnvironmentView(body)).toBe(true);
    expect(body).toMatchObject({ status: 'AVAILABLE', revision: 2, effective: { services: { web: { desiredCount: 2 } } } });
  });

  // DescribeStacks is old here, the events are not.
  it('does not take the end of the last update for the end of this one', async () => {
    const quick = await givenServing();
    await quick.ended(await quick.put('shop', { ...small, services: { web: { ...small.services.web, desiredCount: 2 } } }));
    quick.region.setKnob('cloudformation.staleReadSeconds', undefined);

    const { status } = await quick.ended(
      await quick.put('shop', { services: { web: { image: 'nginx:no-such-tag', mirror: false } } }),
    );

    expect(status).toBe('FAILED');
  });
});
