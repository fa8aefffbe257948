import { describe, expect, it } from 'vitest';
import type { EnvironmentHealth, Freeze, FreezeView } from '../../schemas/gen/api.types.ts';
import { problem, type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';

const ok = (body: unknown): Reply => ({ status: 200, body });
const stands: Freeze = { scope: 'everything', reason: 'the database moves', by: 'grace', since: '2026-11-21T03:00:00.000Z' };
const frozen: FreezeView = {
  frozen: true,
  freeze: stands,
  means: 'Nothing new begins.',
  etag: '"abc"',
  running: ['hello-1-k3q'],
};
const calm: FreezeView = { frozen: false, means: 'Nothing is stopped.', etag: '"0"', running: [] };
const another = problem({ status: 409, code: 'FREEZE_OF_ANOTHER', detail: 'grace has stopped everything.' });

describe('moorage freeze', () => {
  it('says what is stopped and what one still waits for', async () => {
    const { url, heard } = await service({ 'PUT /freeze': [ok(frozen)] });

    const { exitCode, out } = await terminal(['freeze', 'the database moves', '--url', url]);

    expect([exitCode, heard[0]?.body]).toEqual([0, '{"reason":"the database moves"}']);
    expect(out).toContain('FROZEN (everything) by grace since 2026-11-21T03:00:00.000Z: the database moves');
    expect(out).toContain('moorage watch hello-1-k3q');
  });

  it('leaves another operator’s freeze alone, but for --anyway', async () => {
    const { url, heard } = await service({
      'GET /freeze': [ok(frozen)],
      'PUT /freeze': [{ status: 409, body: another }, ok(frozen)],
    });

    const refused = await terminal(['freeze', 'mine', '--url', url]);
    const replaced = await terminal(['freeze', 'mine', '--scope', 'triggers', '--anyway', '--url', url]);

    expect([refused.exitCode, replaced.exitCode]).toEqual([2, 0]);
    expect(refused.err).toContain('grace has stopped everything.');
    expect(heard.map(({ method, ifMatch }) => [method, ifMatch])).toEqual([
      ['PUT', undefined],
      ['GET', undefined],
      ['PUT', '"abc"'],
    ]);
  });

  it('is lifted, and says what was', async () => {
    const { url } = await service({ 'DELETE /freeze': [ok({ ...calm, lifted: stands }), ok(calm)] });

    expect((await terminal(['unfreeze', '--url', url])).out).toMatch(/^Lifted: FROZEN \(everything\) by grace/);
    expect((await terminal(['unfreeze', '--url', url])).out).toBe('Nothing was frozen.\n');
  });
});

describe('moorage health', () => {
  it('of the service shows its versions and what is frozen', async () => {
    const { url } = await service({
      'GET /health': [ok({ status: 'ok', version: '1.2.3', blueprintVersion: '4', embedded: true, freeze: stands })],
    });

    const { exitCode, out } = await terminal(['health', '--url', url]);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/^ok {2}moorage 1\.2\.3, blueprint 4, embedded.*\nFROZEN \(everything\) by grace/);
  });

  it('of the service that cannot read its record says so at once, with what went wrong', async () => {
    const body = { status: 'degraded', version: '1.2.3', blueprintVersion: '4', embedded: false, error: 'AccessDeniedException' };
    const { url, heard } = await service({ 'GET /health': [{ status: 503, headers: { 'retry-after': '5' }, body }] });

    const { exitCode, out, err } = await terminal(['health', '--url', url]);

    expect([exitCode, err, heard.length]).toEqual([1, '', 1]);
    expect(out).toBe(
      'degraded  moorage 1.2.3, blueprint 4, on AWS\nThe record cannot be read: AccessDeniedException. Nothing can be begun or asked until it can.\n',
    );
  });

  it('of a service that does not answer itself is asked again, as everywhere', async () => {
    const { url, heard } = await service({ 'GET /health': [{ status: 503, body: { message: 'Service Unavailable' } }] });

    const { exitCode, err } = await terminal(['health', '--url', url]);

    expect(exitCode).toBe(3);
    expect(heard.length).toBeGreaterThan(1);
    expect(err).toContain('Service Unavailable');
  });

  it.each([
    ['HEALTHY', 0],
    ['DEGRADED', 1],
  ] as const)('of an environment that is %s ends with %i', async (status, code) => {
    const body: EnvironmentHealth = {
      ...{ environment: 'hello', status, sentence: '1 of 2 tasks of web run.', at: '2026-11-21T03:00:00.000Z', revision: 3 },
      services: [
        {
          ...{ service: 'web', status, sentence: '', wanted: 2, desired: 2, running: 1, pending: 1 },
          stopped: [
            {
              task: 'abcdefghij',
              stopCode: 'x',
              reason: 'y',
              evidence: [],
              sentence: 'It ran out of memory.',
              remedy: 'Give it more.',
            },
          ],
        },
      ],
      stacks: [{ stack: 'services', name: 'moorage-hello-services', status: 'UPDATE_COMPLETE' }],
      drift: ['service web was scaled'],
      unanswered: [],
    };
    const { url } = await service({ 'GET /environments/hello/health': [ok(body)] });

    const { exitCode, out } = await terminal(['health', 'hello', '--url', url]);

    expect(exitCode).toBe(code);
    expect(out).toContain(`hello  ${status}  revision 3\n  1 of 2 tasks of web run.`);
    expect(out).toContain('stopped  abcdefgh: It ran out of memory.\n      Give it more.');
    expect(out).toContain('differs from the record: service web was scaled');
  });
});

describe('moorage logs', () => {
  const line = (second: number, message: string) => ({
    at: `2026-11-21T03:00:0${second}.000Z`,
    source: 'web/0123456789',
    message,
  });

  it('prints lines, those of one service since a moment when asked', async () => {
    const { url } = await service({
      'GET /environments/hello/logs?service=web&since=15m&limit=2': [
        ok({ environment: 'hello', lines: [line(1, 'a'), line(2, 'b')] }),
      ],
    });

    const { exitCode, out } = await terminal([
      'logs',
      'hello',
      '--service',
      'web',
      '--since',
      '15m',
      '--limit',
      '2',
      '--url',
      url,
    ]);

    expect(exitCode).toBe(0);
    expect(out).toBe('2026-11-21T03:00:01.000Z web/01234567 a\n2026-11-21T03:00:02.000Z web/01234567 b\n');
  });

  it('follows: each line once, late ones too, until Ctrl-C', async () => {
    const since = (second: number) =>
      `GET /environments/hello/logs?since=${encodeURIComponent(`2026-11-21T02:59:3${second}.000Z`)}&limit=1000`;
    const { url } = await service({
      'GET /environments/hello/logs': [ok({ environment: 'hello', lines: [line(2, 'b'), line(3, 'c')] })],
      [since(3)]: [
        ok({ environment: 'hello', lines: [line(1, 'never shown'), line(2, 'b'), line(2, 'late'), line(3, 'c'), line(5, 'd')] }),
      ],
      [since(5)]: [ok({ environment: 'hello', lines: [line(3, 'c'), line(5, 'd'), line(5, 'd')] })],
    });

    const { exitCode, out } = await terminal(['logs', 'hello', '--follow', '--url', url], { interruptAtSleep: 3 });

    expect(exitCode).toBe(130);
    expect(out.match(/ \S+$/gm)?.map((text) => text.trim())).toEqual(['b', 'c', 'late', 'd', 'd']);
  });
});
