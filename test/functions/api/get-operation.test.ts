import { describe, expect, it } from 'vitest';
import { seedSecret } from '../../../local/seed-secret.ts';
import type { Problem } from '../../../schemas/gen/api.types.ts';
import { validateEnvironmentView, validateOperationView } from '../../../schemas/gen/validators.js';
import { dockerHubSecret, givenWorld } from '../../support/world.ts';
import { contractOf } from './contract.ts';
import { small } from './serving.ts';

const failures = {
  'an image that does not exist': { services: { web: { image: 'nginx:no-such-tag' } } },
  'a container that ends': { services: { web: { image: 'acme/crashes:1' } } },
  'an image for another processor': { services: { web: { image: 'acme/amd64-only:1', architecture: 'ARM64' } } },
  'a Dockerfile nobody can read': {
    builds: { web: { files: { Dockerfile: 'FORM nginx:1.27' } } },
    services: { web: {} },
  },
  'a Docker Hub secret without a password': {
    dockerHubSecret: `${dockerHubSecret}x`,
    services: { web: { image: 'nginx:1.27' } },
  },
  'more zones than the region has': { network: { zones: 3 }, services: { web: { image: 'nginx:1.27', desiredCount: 0 } } },
};

describe('GET /operations/{id}', () => {
  it('answers 404 for an operation nobody knows', async () => {
    const world = await givenWorld();

    const { status, body } = await world.request<Problem>('GET', '/operations/shop-lusab-babad');

    expect([status, body.code]).toEqual([404, 'OPERATION_UNKNOWN']);
  });

  it.each(Object.entries(failures))(
    'keeps its contract and every secret, from the first moment to the end of %s',
    async (_what, spec) => {
      const tokens = new Set<string>();
      const world = await givenWorld({
        around: (_name, payload, run) => {
          const { token } = payload as { token?: string };
          if (token) tokens.add(token);
          return run();
        },
      });
      seedSecret(world.region, `${dockerHubSecret}x`, { username: 'moorage-ci' });
      const faults = await contractOf(world);
      const id = await world.put('shop', { dockerHubSecret, ...spec });
      const texts: string[] = [];
      const look = async () => {
        for (const [route, path] of [
          ['/operations/{id}', `/operations/${id}`],
          ['/environments/{name}', '/environments/shop'],
          ['/environments', '/environments'],
          ['/operations', '/operations?environment=shop'],
        ] as const) {
          const answer = await world.request('GET', path);
          expect(faults('GET', route, answer)).toEqual([]);
          texts.push(JSON.stringify(answer));
        }
        texts.push((await world.request<string>('GET', `/operations/${id}`, undefined, { accept: 'text/plain' })).body);
        const { status } = await world.operation(id);
        return status;
      };

      let moments = 0;
      await world.until(async () => {
        moments += 1;
        return moments % 40 === 1 && /SUCCEEDED|FAILED|CANCELLED/.test(await look());
      });

      const operation = await world.operation(id);
      expect(validateOperationView(operation)).toBe(true);
      expect(validateEnvironmentView(await world.environment('shop'))).toBe(true);
      if (operation.status !== 'SUCCEEDED') expect(operation.diagnosis?.remedy).toBeTruthy();
      const all = texts.join('\n');
      expect(tokens.size).toBeGreaterThan(0);
      for (const token of tokens) expect(all).not.toContain(token);
      expect(all).not.toMatch(/correct horse|staple|\.ts:\d+|\bat \w+ \(|ClientRequestToken|"token"/);
    },
  );
});

describe('GET /operations/{id} with Accept: text/plain', () => {
  it('draws what happens now, and until when', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', small);
    await world.until(async () => (await world.operation(id)).waits.some(({ detail }) => detail === 'CREATE_IN_PROGRESS'));

    const { headers, body } = await world.request<string>('GET', `/operations/${id}`, undefined, { accept: 'text/plain' });

    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(body).toMatch(new RegExp(`^${id} {2}CREATE shop → revision 1 {2}RUNNING {2}\\d+ s\n`));
    expect(body).toMatch(/✓ PLAN +\d+ s/);
    expect(body).toMatch(/▸ FOUNDATION +\d+ s {2}typically 150 s {2}foundation/);
    expect(body).toMatch(/· SERVICES +typically 120 s/);
    expect(body).toMatch(
      /waits for stack foundation since \d+ s: CREATE_IN_PROGRESS\n {4}looks again at 2026-\S+, gives up at 2026-\S+/,
    );
  });

  it('draws why it failed and what to do', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', { services: { web: { image: 'nginx:no-such-tag' } } });
    const { diagnosis } = await world.ended(id);

    const { body } = await world.request<string>('GET', `/operations/${id}`, undefined, { accept: 'text/plain' });

    expect(diagnosis?.code).toBe('IMAGE_NOT_FOUND');
    expect(body).toMatch(/✗ BUILD/);
    expect(body).toContain(`IMAGE_NOT_FOUND: ${diagnosis?.sentence}`);
    expect(body).toContain(`→ ${diagnosis?.remedy}`);
  });

  it.each([
    ['application/json', /json/],
    ['application/json, text/plain', /json/],
    ['text/plain, application/json;q=0.5', /text/],
    ['*/*', /json/],
    ['text/html', /json/],
  ])('Accept: %s is answered with %s', async (accept, type) => {
    const world = await givenWorld();
    const id = await world.put('shop', small);

    const { headers } = await world.request('GET', `/operations/${id}`, undefined, { accept });

    expect(headers['content-type']).toMatch(type);
  });
});
