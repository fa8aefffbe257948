import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { problem, type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';
import { accepted, anEnvironment, anOperation, succeeded } from './views.ts';

const ok = (body: unknown): Reply => ({ status: 200, body });

describe('moorage down', () => {
  it('follows the deletion until the environment is gone', async () => {
    const { url, heard } = await service({
      'DELETE /environments/hello': [{ status: 202, body: { ...accepted, kind: 'DELETE' } }],
      'GET /operations/hello-1-k3q': [ok(succeeded({ kind: 'DELETE' }))],
    });

    const { exitCode, out } = await terminal(['down', 'hello', '--url', url]);

    expect(exitCode).toBe(0);
    expect(heard[0]?.key).toBe('key-1');
    expect(out).toContain('hello is gone: everything that was created has been removed.');
  });

  it('has nothing to do where there is no environment, and says that there is none of that name', async () => {
    const body = problem({ status: 404, code: 'ENVIRONMENT_UNKNOWN', detail: 'There is no environment hello.' });
    const { url } = await service({ 'DELETE /environments/hello': [{ status: 404, body }] });

    const { exitCode, out, err } = await terminal(['down', 'hello', '--url', url]);

    expect([exitCode, out, err]).toEqual([0, 'There is no environment hello: nothing to tear down.\n', '']);
  });

  it('is refused where no such service answers', async () => {
    const body = { message: 'Not Found' };
    const { url } = await service({ 'DELETE /environments/hello': [{ status: 404, body }] });

    expect((await terminal(['down', 'hello', '--url', url])).exitCode).toBe(2);
  });

  it('names the operation that stands in the way', async () => {
    const body = problem({ status: 409, code: 'BUSY', detail: 'hello is changing.', operation: 'hello-1-k3q' });
    const { url } = await service({ 'DELETE /environments/hello': [{ status: 409, body }] });

    const { exitCode, err } = await terminal(['down', 'hello', '--url', url]);

    expect(exitCode).toBe(2);
    expect(err).toContain('hello-1-k3q stands in the way: moorage watch hello-1-k3q');
  });
});

describe('Ctrl-C', () => {
  it.each([false, true])('detaches and leaves the operation running (terminal: %s)', async (tty) => {
    const { url, heard } = await service({ 'GET /operations/hello-1-k3q': [ok(anOperation())] });

    const { exitCode, err } = await terminal(['watch', 'hello-1-k3q', '--url', url], { interruptAtSleep: 2, tty });

    expect(exitCode).toBe(130);
    expect(heard.every(({ method }) => method === 'GET')).toBe(true);
    expect(err).toContain('moorage watch hello-1-k3q');
    expect(err).toContain('moorage cancel hello-1-k3q');
  });

  it('ends the real program with 130 and the way back', async () => {
    const { url } = await service({ 'GET /operations/hello-1-k3q': [ok(anOperation())] });
    const program = fileURLToPath(new URL('../../cli/moorage.ts', import.meta.url));

    const child = spawn(process.execPath, [program, 'watch', 'hello-1-k3q', '--url', url]);
    child.stdout.once('data', () => child.kill('SIGINT'));
    const err = text(child.stderr);
    const [exitCode] = await once(child, 'close');

    expect(exitCode).toBe(130);
    expect(await err).toContain('moorage watch hello-1-k3q');
  });

  it('does not claim to know whether an unanswered request was accepted', async () => {
    const { url } = await service({ 'PUT /environments/hello': [{ status: 503 }] });

    const { exitCode, err } = await terminal(['up', 'hello.json', '--url', url], {
      files: { 'hello.json': '{}' },
      interruptAtSleep: 1,
    });

    expect(exitCode).toBe(130);
    expect(err).toContain('it may have accepted the request: moorage status hello');
  });
});

describe('moorage watch and cancel', () => {
  it('ends with 4 when somebody cancelled what is watched', async () => {
    const { url } = await service({
      'GET /operations/hello-1-k3q': [ok(anOperation({ status: 'FAILING' })), ok(succeeded({ status: 'CANCELLED' }))],
    });

    const { exitCode, out } = await terminal(['watch', 'hello-1-k3q', '--url', url]);

    expect(exitCode).toBe(4);
    expect(out).toContain('hello-1-k3q was cancelled.');
  });

  it('cancels and stays until everything is cleaned up', async () => {
    const { url, heard } = await service({
      'POST /operations/hello-1-k3q/cancel': [{ status: 202, body: {} }],
      'GET /operations/hello-1-k3q': [ok(anOperation({ status: 'FAILING' })), ok(succeeded({ status: 'CANCELLED' }))],
    });

    const { exitCode } = await terminal(['cancel', 'hello-1-k3q', '--url', url]);

    expect(exitCode).toBe(0);
    expect(heard[0]).toMatchObject({ method: 'POST', url: '/operations/hello-1-k3q/cancel' });
  });
});

describe('moorage status', () => {
  it('lists every page', async () => {
    const { url } = await service({
      'GET /environments': [ok({ environments: [anEnvironment()], next: 'a b' })],
      'GET /environments?next=a%20b': [ok({ environments: [anEnvironment({ name: 'shop', operation: 'shop-2-abc' })] })],
    });

    const { out } = await terminal(['status', '--url', url]);

    expect(out).toMatch(/^hello .*\$54\.20 a month\nshop .*running shop-2-abc\n$/);
  });

  it('shows one environment with its last failure', async () => {
    const lastFailure = { operation: 'hello-2-abc', at: '2026-01-01T00:00:00Z', sentence: 'It broke.', remedy: 'Mend it.' };
    const { url } = await service({ 'GET /environments/hello': [ok(anEnvironment({ lastFailure }))] });

    const { exitCode, out } = await terminal(['status', 'hello', '--url', url]);

    expect(exitCode).toBe(0);
    expect(out).toContain('last failure: It broke. (hello-2-abc, 2026-01-01T00:00:00Z)\n    Mend it.');
  });
});

describe('the command line', () => {
  it.each([
    [[], 'a command is missing'],
    [['sail'], 'no command "sail"'],
    [['toString'], 'no command "toString"'],
    [['up'], 'up needs a file'],
    [['down', 'a', 'b'], 'down takes one argument, not 2'],
    [['watch', 'x', '--detach'], 'watch knows no --detach'],
    [['up', 'x', '--wrong'], "Unknown option '--wrong'"],
    [['status', '--url', 'ftp://x'], 'is not an http or https URL'],
  ])('refuses %j', async (argv, sentence) => {
    const { exitCode, err } = await terminal(argv);

    expect(exitCode).toBe(2);
    expect(err).toContain(sentence);
  });

  it('helps when asked', async () => {
    const { exitCode, out } = await terminal(['--help']);

    expect(exitCode).toBe(0);
    expect(out).toContain('moorage up <file>');
  });
});
