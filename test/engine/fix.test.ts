import { describe, expect, it } from 'vitest';
import type { Accepted, OperationView, Problem } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { terminal } from '../cli/terminal.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { serves } from './support-standing.ts';

const web: Service = { image: 'nginx:1.27', port: 80 };
const one = (service: Service): Spec => ({ services: { web: service } });
const slow: Service = {
  ...web,
  image: 'acme/slow:1',
  healthCheck: { command: ['curl', '-f', 'http://localhost/'], intervalSeconds: 5, retries: 2 },
};

/** `moorage` against the world, in which no time passes while it runs. */
const moorage = (world: TestWorld, ...argv: string[]) =>
  terminal([...argv, '--url', 'http://moorage.test'], {
    fetch: async (url, { method = 'GET', headers, body }) => {
      const { pathname, search } = new URL(url);
      const sent = typeof body === 'string' ? body : undefined;
      const answer = await world.request(method, pathname + search, sent, headers as Record<string, string>);
      return new Response(JSON.stringify(answer.body), { status: answer.status });
    },
  });

async function fixed(world: TestWorld): Promise<OperationView> {
  const { exitCode, out, err } = await moorage(world, 'fix', 'hello', '--yes', '--detach');
  expect([exitCode, err]).toEqual([0, '']);
  return world.ended(/accepted as (\S+)/.exec(out)?.[1] ?? '');
}

const failures: readonly {
  readonly what: string;
  readonly spec: Spec;
  readonly given?: (world: TestWorld) => void;
  readonly code: string;
  readonly patch: Spec | object;
}[] = [
  {
    what: 'an image that is copied for a CPU it is not published for',
    spec: one({ ...web, image: 'acme/amd64-only:1', architecture: 'ARM64' }),
    code: 'IMAGE_ARCHITECTURE_UNAVAILABLE',
    patch: one({ architecture: 'X86_64' }),
  },
  {
    what: 'a build on a base image for another CPU',
    spec: { architecture: 'ARM64', builds: { web: { files: { Dockerfile: 'FROM acme/amd64-only:1\n' } } }, ...one({ port: 80 }) },
    code: 'IMAGE_ARCHITECTURE_UNAVAILABLE',
    patch: one({ architecture: 'X86_64' }),
  },
  {
    what: 'an image pulled in place for another CPU',
    spec: one({ ...web, image: 'acme/amd64-only:1', architecture: 'ARM64', mirror: false }),
    code: 'IMAGE_ARCHITECTURE_MISMATCH',
    patch: one({ architecture: 'X86_64' }),
  },
  {
    what: 'a single manifest pulled in place for another CPU, of which only its output tells',
    spec: one({ ...web, image: baseImage, architecture: 'ARM64', mirror: false }),
    given: givenBase,
    code: 'IMAGE_ARCHITECTURE_MISMATCH',
    patch: one({ architecture: 'X86_64' }),
  },
  {
    what: 'too little memory',
    spec: one({ ...web, variables: { NEEDS_MIB: '700' } }),
    code: 'OUT_OF_MEMORY',
    patch: one({ memory: 1024 }),
  },
  {
    what: 'a sidecar that takes the memory of the task',
    spec: one({ ...web, sidecars: { agent: { image: 'nginx:1.28', variables: { NEEDS_MIB: '700' } } } }),
    code: 'OUT_OF_MEMORY',
    patch: one({ memory: 1024 }),
  },
  {
    what: 'a health check that does not wait for the start',
    spec: one(slow),
    given: ({ region }) => region.setKnob('ecs.stopsUnhealthyFirst', true),
    code: 'HEALTH_CHECK_FAILED',
    patch: { services: { web: { healthCheck: { startSeconds: 60 } } } },
  },
  {
    what: 'the rate limit of Docker Hub for whoever pulls without an account',
    spec: {
      dockerHubSecret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dockerhub-Ab12Cd',
      ...one({ ...web, mirror: false }),
    },
    given: ({ region }) => region.setKnob('dockerHub.rateLimited', true),
    code: 'DOCKER_HUB_RATE_LIMIT',
    patch: one({ mirror: true }),
  },
];

describe('a failure whose remedy is a change of the spec', () => {
  it.each(failures)('by $what is mended by the patch it comes with', async ({ spec, given, code, patch }) => {
    const world = await givenWorld();
    given?.(world);

    const failed = await world.ended(await world.put('hello', spec));

    expect(failed).toMatchObject({ status: 'FAILED', diagnosis: { code, patch } });
    expect(failed.diagnosis?.patch).toEqual(patch);
    expect(failed.diagnosis?.changes?.length).toBeGreaterThan(0);
    expect(await fixed(world)).toMatchObject({ kind: 'CREATE', status: 'SUCCEEDED' });
    expect(serves(world)).toHaveLength(1);
  });

  it('is drawn with what would change, and how to send it', async () => {
    const world = await givenWorld();
    const { id } = await world.ended(await world.put('hello', one({ ...web, variables: { NEEDS_MIB: '700' } })));

    const { body } = await world.request<string>('GET', `/operations/${id}`, undefined, { accept: 'text/plain' });

    expect(body).toContain('    /services/web/memory: 512 → 1024\n    send it: moorage fix hello\n');
  });

  it('of an update takes with it what the update wished', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('hello', one(web)));
    const update = one({ ...web, image: 'nginx:1.28', variables: { NEEDS_MIB: '700' } });
    const failed = await world.ended(await world.put('hello', update));

    expect(failed).toMatchObject({ kind: 'UPDATE', status: 'FAILED', diagnosis: { patch: one({ memory: 1024 }) } });
    expect(await fixed(world)).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });
    expect((await world.environment('hello')).spec).toEqual(one({ ...update.services?.web, memory: 1024 }));
  });

  it('of a rebuild makes its images anew', async () => {
    const world = await givenWorld();
    givenBase(world);
    await world.ended(await world.put('hello', one({ image: baseImage, port: 80 })));
    const [before] = serves(world);
    pushBase(world, 'heavier', true, 'linux/amd64', { NEEDS_MIB: '700' });
    const { body } = await world.request<Accepted>('POST', '/environments/hello/rebuild');
    expect(await world.ended(body.operation)).toMatchObject({ status: 'FAILED', diagnosis: { patch: one({ memory: 1024 }) } });
    expect(serves(world)[0]?.digests).toEqual(before?.digests);

    expect(await fixed(world)).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });

    expect(serves(world)[0]?.digests).not.toEqual(before?.digests);
  });
});

describe('a patch of what an operation failed to bring about', () => {
  const patch = (world: TestWorld, of: string) =>
    world.request<Accepted & Problem>('PATCH', `/environments/hello?of=${of}`, one({ memory: 1024 }));

  it('is refused once another operation has followed', async () => {
    const world = await givenWorld();
    const failed = await world.put('hello', one({ ...web, variables: { NEEDS_MIB: '700' } }));
    await world.ended(failed);
    await world.ended(await world.put('hello', one(web)));

    expect((await patch(world, failed)).body).toMatchObject({ status: 409, code: 'OPERATION_NOT_LAST' });
  });

  it('is refused of an operation of somebody else', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('hello', one(web)));

    expect((await patch(world, 'other-bavan-rorug')).body).toMatchObject({ status: 404, code: 'OPERATION_UNKNOWN' });
  });
});
