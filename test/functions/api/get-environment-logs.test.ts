import { describe, expect, it } from 'vitest';
import type { EnvironmentLogs, Problem } from '../../../schemas/gen/api.types.ts';
import { givenWorld, type TestWorld } from '../../support/world.ts';
import { contractOf } from './contract.ts';
import { givenServing, small } from './serving.ts';

const ask = (world: TestWorld, query = '', headers: Record<string, string> = {}) =>
  world.request<EnvironmentLogs & Problem>('GET', `/environments/shop/logs${query}`, undefined, headers);
const messages = ({ body }: { body: EnvironmentLogs }) => body.lines.map(({ message }) => message);

/** Writes lines into the newest stream of a service, each at its own moment. */
async function write(world: TestWorld, lines: readonly (readonly [agoSeconds: number, message: string])[], service = 'web') {
  const { outputs } = await world.environment('shop');
  const logGroupName = outputs?.services[service]?.logGroup ?? '';
  const { logStreams } = world.region.call('CloudWatchLogs', 'DescribeLogStreams', { logGroupName }) as {
    logStreams: { logStreamName: string }[];
  };
  const now = world.region.context.now();
  const logEvents = lines.map(([ago, message]) => ({ timestamp: now - ago * 1000, message }));
  world.region.call('CloudWatchLogs', 'PutLogEvents', { logGroupName, logStreamName: logStreams[0]?.logStreamName, logEvents });
}

describe('GET /environments/{name}/logs', () => {
  it('gives the newest lines of all services and tasks, oldest first, with whose they are', async () => {
    const world = await givenServing({
      services: {
        web: { image: 'nginx:1.27', mirror: false, desiredCount: 2 },
        api: { image: 'httpd:2.4', mirror: false },
      },
    });
    const faults = await contractOf(world);

    const answer = await ask(world);

    expect(faults('GET', '/environments/{name}/logs', answer)).toEqual([]);
    const { lines } = answer.body;
    expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).sort());
    expect(new Set(lines.map(({ source }) => source.split('/')[0]))).toEqual(new Set(['web', 'api']));
    expect(new Set(lines.map(({ source }) => source)).size).toBe(3);
    const ofApi = await ask(world, '?service=api');
    expect(messages(ofApi)).toEqual(["AH00094: Command line: 'httpd -D FOREGROUND'"]);
  });

  it('pages back to the first line, without losing or repeating one, though some share a millisecond', async () => {
    const world = await givenServing();
    await write(
      world,
      [9, 8, 7, 7, 7, 6, 5, 5].map((ago, index) => [ago, `line ${index}`] as const),
    );
    const seen: string[] = [];
    let next: string | undefined = '';
    let pages = 0;
    while (next !== undefined && pages < 20) {
      const answer = await ask(world, `?limit=4&since=30s${next ? `&next=${next}` : ''}`);
      expect(answer.body.lines.length).toBeLessThanOrEqual(4);
      seen.unshift(...messages(answer));
      next = answer.body.next;
      pages += 1;
    }

    expect(seen.filter((line) => line.startsWith('line'))).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((index) => `line ${index}`));
  });

  it.each([
    ['?since=10s', ['new']],
    ['?since=2h', ['old', 'new']],
  ])('%s leaves out what is older', async (query, wanted) => {
    const world = await givenServing();
    await write(world, [
      [60, 'old'],
      [5, 'new'],
    ]);

    expect(messages(await ask(world, query)).filter((line) => /^(old|new)$/.test(line))).toEqual(wanted);
  });

  it('reads a create that fails while it fails', async () => {
    const world = await givenWorld();
    const id = await world.put('shop', { services: { web: { image: 'acme/crashes:1', mirror: false } } });
    let polls = 0;
    await world.until(async () => {
      polls += 1;
      return polls % 10 === 0 && ((await ask(world)).body.lines ?? []).length > 0;
    });

    const { status, body } = await ask(world);

    expect(status).toBe(200);
    expect(body.lines[0]?.source).toMatch(/^web\//);
    await world.ended(id);
    expect((await ask(world)).body.code).toBe('NOTHING_RUNS');
  });

  it('reads the tasks that run, however many others have written since', async () => {
    const world = await givenServing();
    const { outputs } = await world.environment('shop');
    const logGroupName = outputs?.services.web?.logGroup;
    for (let n = 0; n < 30; n += 1) {
      const logStreamName = `web/web/other${n}`;
      world.region.call('CloudWatchLogs', 'CreateLogStream', { logGroupName, logStreamName });
      const logEvents = [{ timestamp: world.region.context.now(), message: 'of another' }];
      world.region.call('CloudWatchLogs', 'PutLogEvents', { logGroupName, logStreamName, logEvents });
    }

    const sources = (await ask(world)).body.lines.map(({ source }) => source);

    expect(sources.filter((source) => source.startsWith('web/other')).length).toBeGreaterThan(5);
    expect(sources.some((source) => !source.startsWith('web/other'))).toBe(true);
  });

  it('gives the last build of an image, by its build or its service', async () => {
    const world = await givenServing({
      builds: { site: { files: { Dockerfile: 'FROM nginx:1.27\nRUN echo hello' } } },
      services: { web: { build: 'site' }, stock: { image: 'nginx:1.27' } },
    });

    const built = await ask(world, '?build=site&limit=1000');

    expect(messages(built).join('\n')).toContain('docker build');
    expect(new Set(built.body.lines.map(({ source }) => source))).toEqual(new Set(['site']));
    expect(messages(await ask(world, '?build=web&limit=1000'))).toEqual(messages(built));
    expect((await ask(world, '?build=stock')).body.lines.length).toBeGreaterThan(0);
    expect((await ask(world, '?build=nothing')).body).toMatchObject({
      code: 'BUILD_UNKNOWN',
      detail: expect.stringMatching(/there are builds of site, stock, web\.$/),
    });
  });

  it('as text/plain is lines, of which none steers a terminal', async () => {
    const world = await givenServing();
    await write(world, [[1, '\u001b[2J\u001b]0;pwned\u0007red \u001b[31malert\u001b[0m\r']]);

    const { headers, body } = await world.request<string>('GET', '/environments/shop/logs', undefined, { accept: 'text/plain' });

    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(body.split('\n').at(-2)).toMatch(/^2026-\S+Z web\/\w{8} .*red alert ?$/);
    expect([...body].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([]);
  });

  it('keeps an answer small, whatever a container writes: a long line is cut, and what does not fit is on the next page', async () => {
    const world = await givenServing();
    await write(
      world,
      Array.from({ length: 200 }, (_, index) => [200 - index, '\u0001'.repeat(20_000)] as const),
    );

    const { body } = await ask(world, '?limit=1000');

    expect(JSON.stringify(body).length).toBeLessThan(1.1 * 1024 * 1024);
    expect(body.lines.at(-1)).toMatchObject({ cut: true });
    expect(body.next).toBeDefined();
  });

  it('never puts a line into a log of ours', async () => {
    const own: object[] = [];
    const world = await givenServing(small, { log: (line) => own.push(line) });
    await write(world, [[1, 'card 4111 1111 1111 1111']]);

    expect(messages(await ask(world))).toContain('card 4111 1111 1111 1111');
    expect(JSON.stringify(own)).not.toContain('4111');
  });

  it.each([
    ['?limit=0', 400, 'LIMIT_INVALID'],
    ['?limit=1001', 400, 'LIMIT_INVALID'],
    ['?since=yesterday', 400, 'SINCE_INVALID'],
    ['?since=12', 400, 'SINCE_INVALID'],
    ['?next=x', 400, 'CURSOR_INVALID'],
    ['?service=web&build=web', 400, 'QUERY_INVALID'],
    ['?service=wbe', 404, 'SERVICE_UNKNOWN'],
  ])('refuses %s', async (query, status, code) => {
    const world = await givenServing();

    const { status: answered, body } = await ask(world, query);

    expect([answered, body.code]).toEqual([status, code]);
  });

  it('of a service that keeps none says why', async () => {
    const world = await givenServing({ services: { web: { image: 'nginx:1.27', mirror: false, logs: { retentionDays: 0 } } } });

    const { status, body } = await ask(world);

    expect([status, body.code]).toEqual([409, 'LOGS_OFF']);
    expect(body.detail).toContain('`logs.retentionDays` is 0');
  });

  it('says when somebody has deleted the log group', async () => {
    const world = await givenServing();
    const { outputs } = await world.environment('shop');
    world.region.call('CloudWatchLogs', 'DeleteLogGroup', { logGroupName: outputs?.services.web?.logGroup });

    expect((await ask(world)).body).toMatchObject({ status: 409, code: 'LOG_GROUP_GONE' });
  });

  it('of more services than one can read at once asks which', async () => {
    const services = Object.fromEntries([...'abcdef'].map((name) => [name, { image: 'nginx:1.27', mirror: false }]));
    const world = await givenServing({ services });

    expect((await ask(world)).body).toMatchObject({ status: 400, code: 'SERVICE_MISSING' });
    expect((await ask(world, '?service=c')).status).toBe(200);
  });

  it('of nothing is 404', async () => {
    const world = await givenWorld();

    expect((await ask(world)).body).toMatchObject({ status: 404, code: 'ENVIRONMENT_UNKNOWN' });
  });
});
