import { describe, expect, it } from 'vitest';
import { problem, type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';
import { accepted, anEnvironment, anOperation, failed, succeeded } from './views.ts';

const spec = '{\n  "services": {\n    "stock": {\n      "image": "nginx:1.27",\n      "port": 80\n    }\n  }\n}\n';
const files = { 'envs/hello.json': spec };
const ok = (body: unknown): Reply => ({ status: 200, body });

const up = (url: string, ...more: string[]) => terminal(['up', 'envs/hello.json', '--url', url, ...more], { files });

describe('moorage up', () => {
  it('sends the file as it is and follows the operation to its end', async () => {
    const { url, heard } = await service({
      'PUT /environments/hello': [{ status: 202, body: accepted }],
      'GET /operations/hello-1-k3q': [ok(anOperation()), ok(anOperation()), ok(succeeded())],
      'GET /environments/hello': [ok(anEnvironment())],
    });

    const { exitCode, out, slept } = await up(url);

    expect(exitCode).toBe(0);
    expect(heard[0]).toEqual({ method: 'PUT', url: '/environments/hello', key: 'key-1', body: spec });
    expect(slept).toEqual([1000, 1000]);
    for (const text of [
      '@sha256:aaaa',
      'aws ecs execute-command --cluster',
      'aws logs tail',
      '61 state transitions',
      '$0.012',
      'about per month: $54.20',
    ]) {
      expect(out).toContain(text);
    }
  });

  it('prints every change once, in seconds of the service and not of the wall', async () => {
    const { url } = await service({
      'PUT /environments/hello': [{ status: 202, body: accepted }],
      'GET /operations/hello-1-k3q': [ok(anOperation()), ok(anOperation()), ok(succeeded())],
      'GET /environments/hello': [ok(anEnvironment())],
    });

    const { out } = await up(url);

    expect(out.split('\n').filter((line) => line.startsWith('['))).toEqual([
      '[      1 s] PLAN started, typically 2 s',
      '[      3 s] PLAN done after 2 s',
      '[      3 s] FOUNDATION started, typically 2 m 30 s',
      '[      4 s] FOUNDATION: create requested',
      '[      5 s] waiting for stack foundation, at most 15 m 00 s (NatGateway CREATE_IN_PROGRESS)',
      '[     30 s] hello-1-k3q RUNNING',
      '[ 2 m 19 s] FOUNDATION: CREATE_COMPLETE',
      '[ 2 m 20 s] FOUNDATION done after 2 m 17 s',
      '[ 2 m 20 s] SERVICES started, typically 1 m 30 s',
      '[ 3 m 50 s] SERVICES done after 1 m 30 s',
      '[ 3 m 59 s] hello-1-k3q SUCCEEDED',
    ]);
  });

  it('draws the phases and what is waited for on a terminal, and leaves the whole story behind', async () => {
    const { url } = await service({
      'PUT /environments/hello': [{ status: 202, body: accepted }],
      'GET /operations/hello-1-k3q': [ok(anOperation()), ok(anOperation()), ok(succeeded())],
      'GET /environments/hello': [ok(anEnvironment())],
    });

    const { exitCode, out } = await terminal(['up', 'envs/hello.json', '--url', url], { files, tty: true });

    expect(exitCode).toBe(0);
    expect(out).toContain('since 25 s, looks again in 5 s, gives up in 14 m 35 s');
    expect(out).toContain('FOUNDATION  running       27 s  typically 2 m 30 s  hello-foundation');
    expect(out.slice(out.lastIndexOf('PLAN started'))).toContain('hello  CREATE  hello-1-k3q  SUCCEEDED  3 m 59 s');
  });

  it('says when nothing would change', async () => {
    const { url } = await service({
      'PUT /environments/hello': [ok(anEnvironment())],
      'GET /environments/hello': [ok(anEnvironment())],
    });

    const { exitCode, out } = await up(url);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^hello: nothing would change\.\nhello {2}AVAILABLE/);
  });

  it('prints every finding of a refusal with its line in the file', async () => {
    const finding = { severity: 'refusal', message: 'No such image.', remedy: 'Name another.' };
    const { url } = await service({
      'PUT /environments/hello': [
        {
          status: 400,
          body: problem({
            status: 400,
            code: 'SPEC_INVALID',
            detail: 'Three things are wrong.',
            findings: [
              { ...finding, code: 'IMAGE', pointer: '/services/stock/image' },
              { ...finding, code: 'MEMORY', pointer: '/services/stock/memory' },
              { ...finding, code: 'SPEC', pointer: '' },
            ],
          }),
        },
      ],
    });

    const { exitCode, err } = await up(url);

    expect(exitCode).toBe(2);
    expect(err).toContain('Refused (400 SPEC_INVALID): Three things are wrong.');
    expect(err).toContain('envs/hello.json:4: refusal IMAGE at /services/stock/image\n    No such image.\n    Name another.\n');
    expect(err).toContain('envs/hello.json:3: refusal MEMORY at /services/stock/memory');
    expect(err).toContain('envs/hello.json:1: refusal SPEC at the whole spec');
  });

  it('leads a failure with the diagnosis and ends it with what is left', async () => {
    const { url } = await service({
      'PUT /environments/hello': [{ status: 202, body: accepted }],
      'GET /operations/hello-1-k3q': [ok(failed())],
      'GET /environments/hello': [ok(anEnvironment({ status: 'FAILED', revision: 0 }))],
    });

    const { exitCode, out } = await up(url);

    expect(exitCode).toBe(1);
    const report = out.slice(out.indexOf('nginx:does-not-exist is not on Docker Hub.'));
    expect(report.split('\n')).toEqual([
      'nginx:does-not-exist is not on Docker Hub. (IMAGE_NOT_FOUND, will not go away by itself)',
      '  | ERROR: manifest unknown',
      '  | exit status 1',
      '  remedy: Name a tag that exists.',
      '  patch:  /services/stock/image "nginx:does-not-exist" → "nginx:1.27"',
      '  send it: moorage fix hello',
      '  link:   https://console.aws.amazon.com/codebuild/x',
      '  causes, first to last:',
      '    BUILD stock: BuildFailed: the copy failed',
      '    FOUNDATION foundation: Fenced: stopped',
      '  61 state transitions',
      '  this operation cost about: $0.0123',
      '         $0.01  CodeBuild',
      'hello is FAILED: everything that was created has been removed, nothing runs.',
      '',
    ]);
  });

  it('keeps the exit code of a failure whose environment cannot be read any more', async () => {
    const { url } = await service({
      'PUT /environments/hello': [{ status: 202, body: accepted }],
      'GET /operations/hello-1-k3q': [ok(failed())],
      'GET /environments/hello': [{ status: 500, body: problem({ status: 500, code: 'INTERNAL', detail: 'Sorry.' }) }],
    });

    expect((await up(url)).exitCode).toBe(1);
  });

  it('does not let quoted log lines steer the terminal', async () => {
    const view = failed();
    const evil = '\x1b]0;owned\x07\x1b[2Jred\r\nnext';
    const { url } = await service({
      'PUT /environments/hello': [{ status: 202, body: accepted }],
      'GET /operations/hello-1-k3q': [ok({ ...view, diagnosis: { ...view.diagnosis, evidence: [evil] } })],
      'GET /environments/hello': [ok(anEnvironment())],
    });

    const { out } = await up(url);

    expect(out).toContain('  | red\n  | next\n');
    expect(out).not.toContain('\x1b');
  });

  it('returns at once when detached, and shows warnings', async () => {
    const warning = { severity: 'warning', code: 'NO_LOGS', pointer: '/services/stock', message: 'Silent.', remedy: 'Add logs.' };
    const { url, heard } = await service({
      'PUT /environments/hello': [{ status: 202, body: { ...accepted, findings: [warning] } }],
    });

    const { exitCode, out } = await up(url, '--detach');

    expect(exitCode).toBe(0);
    expect(heard).toHaveLength(1);
    expect(out).toContain('envs/hello.json:3: warning NO_LOGS');
    expect(out).toContain('moorage watch hello-1-k3q');
  });

  it('takes name and key from the command line', async () => {
    const { url, heard } = await service({ 'PUT /environments/other': [{ status: 202, body: accepted }] });

    await up(url, '--detach', '--name', 'other', '--key', 'mine');

    expect(heard[0]).toMatchObject({ url: '/environments/other', key: 'mine' });
  });

  it('refuses a file that is not JSON before anything is sent', async () => {
    const { exitCode, err } = await terminal(['up', 'x.json'], { files: { 'x.json': '{"services":}' } });

    expect(exitCode).toBe(2);
    expect(err).toContain('x.json is not JSON');
  });
});
