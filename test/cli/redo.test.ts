import { describe, expect, it } from 'vitest';
import { problem, type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';
import { accepted, anEnvironment, failed, succeeded } from './views.ts';

const ok = (body: unknown): Reply => ({ status: 200, body });
const opens = (kind: string): Reply => ({ status: 202, body: { ...accepted, kind } });
const ended = { [`GET /operations/${accepted.operation}`]: [ok(succeeded())], 'GET /environments/hello': [ok(anEnvironment())] };

describe('moorage rebuild, rollback and restart', () => {
  it.each(['rebuild', 'rollback', 'restart'])('%s opens it under a key and follows it', async (verb) => {
    const { url, heard } = await service({ [`POST /environments/hello/${verb}`]: [opens(verb.toUpperCase())], ...ended });

    const { exitCode, out } = await terminal([verb, 'hello', '--url', url]);

    expect(exitCode).toBe(0);
    expect(heard[0]).toMatchObject({ method: 'POST', key: 'key-1', body: '' });
    expect(out).toContain(`hello: ${verb.toUpperCase()} accepted as ${accepted.operation}`);
  });

  it('goes back to the revision that is named', async () => {
    const { url, heard } = await service({ 'POST /environments/hello/rollback': [opens('ROLLBACK')] });

    expect((await terminal(['rollback', 'hello', '--to', '3', '--detach', '--url', url])).exitCode).toBe(0);
    expect(heard[0]?.body).toBe('{"revision":3}');
  });

  it('says which revisions there are when that one is not', async () => {
    const detail = 'Revision 9 is not among the last 5 that served the one that serves hello; there is 1.';
    const body = problem({ status: 409, code: 'REVISION_UNKNOWN', detail });
    const { url } = await service({ 'POST /environments/hello/rollback': [{ status: 409, body }] });

    const { exitCode, err } = await terminal(['rollback', 'hello', '--to', '9', '--url', url]);

    expect([exitCode, err.includes('there is 1.')]).toEqual([2, true]);
  });

  it.each([
    [['rollback', 'hello', '--to', 'first'], '"first" is not the number of a revision'],
    [['restart', 'hello', '--to', '1'], 'restart knows no --to'],
    [['rebuild'], 'rebuild needs a name'],
  ])('refuses %j', async (argv, sentence) => {
    const { exitCode, err } = await terminal(argv);

    expect([exitCode, err.includes(sentence)]).toEqual([2, true]);
  });
});

describe('--supersede', () => {
  it('asks that what runs makes way, of up and of down', async () => {
    const { url, heard } = await service({
      'PUT /environments/hello?supersede=true': [opens('UPDATE')],
      'DELETE /environments/hello?supersede=true': [opens('DELETE')],
    });

    const more = ['--supersede', '--detach', '--url', url];
    const up = await terminal(['up', 'hello.json', ...more], { files: { 'hello.json': '{}' } });
    const down = await terminal(['down', 'hello', ...more]);

    expect([up.exitCode, down.exitCode, heard.length]).toEqual([0, 0, 2]);
  });
});

describe('moorage fix', () => {
  const id = accepted.operation;
  const mendable = {
    [`GET /operations/${id}`]: [ok(failed()), ok(succeeded())],
    'GET /environments/hello': [ok(anEnvironment({ status: 'FAILED', revision: 0, lastOperation: id })), ok(anEnvironment())],
    [`PATCH /environments/hello?of=${id}`]: [opens('CREATE')],
  };
  const patch = { services: { stock: { image: 'nginx:1.27' } } };
  const sent = (heard: readonly { method: string; body: string }[]) =>
    heard.filter(({ method }) => method === 'PATCH').map(({ body }) => JSON.parse(body));

  it('shows the patch of a diagnosis, and sends it when that is confirmed', async () => {
    const { url, heard } = await service(mendable);

    const { exitCode, out } = await terminal(['fix', id, '--url', url], { answer: 'y' });

    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /PATCH \/environments\/hello\?of=hello-1-k3q, of the spec that .+ could not bring about:\n\{\n {2}"services"/,
    );
    expect(out).toContain('/services/stock/image: "nginx:does-not-exist" → "nginx:1.27"');
    expect(out.indexOf('"services"')).toBeLessThan(out.indexOf('Send it?'));
    expect(sent(heard)).toEqual([patch]);
    expect(heard.find(({ method }) => method === 'PATCH')).toMatchObject({ key: 'key-1', ifMatch: '"0"' });
  });

  it('finds the last operation of an environment', async () => {
    const { url, heard } = await service(mendable);

    const { exitCode } = await terminal(['fix', 'hello', '--yes', '--url', url]);

    expect([exitCode, sent(heard)]).toEqual([0, [patch]]);
  });

  it.each([
    [
      'that another is at work on',
      { operation: 'hello-2-abc', lastOperation: id },
      'hello-2-abc is at work on hello; wait for it.',
    ],
    ['that nobody knows', undefined, 'no GET /operations/hello'],
  ] as const)('refuses an environment %s', async (_which, environment, sentence) => {
    const { url, heard } = await service(environment ? { 'GET /environments/hello': [ok(anEnvironment(environment))] } : {});

    const { exitCode, err } = await terminal(['fix', 'hello', '--yes', '--url', url]);

    expect([exitCode, sent(heard), err.includes(sentence)]).toEqual([2, [], true]);
  });

  it('sends it unasked with --yes, and asks nobody where nobody sits', async () => {
    const { url, heard } = await service(mendable);

    const { exitCode, err } = await terminal(['fix', id, '--url', url]);
    expect([exitCode, err.trim(), sent(heard)]).toEqual([2, 'There is nobody to ask here; say --yes.', []]);

    const fresh = await service(mendable);
    expect((await terminal(['fix', id, '--yes', '--url', fresh.url])).exitCode).toBe(0);
    expect(sent(fresh.heard)).toEqual([patch]);
  });

  it.each(['', 'n', 'nyes'])('sends nothing after "%s"', async (answer) => {
    const { url, heard } = await service(mendable);

    const { exitCode, err } = await terminal(['fix', id, '--url', url], { answer });

    expect([exitCode, err.trim(), sent(heard)]).toEqual([2, 'Nothing was sent.', []]);
  });

  it('refuses an operation that comes with no patch, with its remedy', async () => {
    const diagnosis = { code: 'X', sentence: 'It broke.', evidence: [], remedy: 'Mend the Dockerfile.', terminal: true };
    const { url } = await service({ [`GET /operations/${id}`]: [ok(failed({ diagnosis }))] });

    const { exitCode, err } = await terminal(['fix', id, '--yes', '--url', url]);

    expect([exitCode, err.trim()]).toEqual([2, 'hello-1-k3q comes with no patch. Mend the Dockerfile.']);
  });

  it('refuses the patch of a spec that was followed by another', async () => {
    const { url, heard } = await service({
      ...mendable,
      'GET /environments/hello': [ok(anEnvironment({ lastOperation: 'hello-2-abc' }))],
    });

    const { exitCode, err } = await terminal(['fix', id, '--yes', '--url', url]);

    expect([exitCode, sent(heard)]).toEqual([2, []]);
    expect(err).toContain('hello has gone on since hello-1-k3q');
  });
});
