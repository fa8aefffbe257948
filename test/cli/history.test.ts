import { describe, expect, it } from 'vitest';
import type { RevisionSummary, RevisionView } from '../../schemas/gen/api.types.ts';
import { type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';

const ok = (body: unknown): Reply => ({ status: 200, body });
const one = (revision: number, given: Partial<RevisionSummary> = {}): RevisionSummary => ({
  ...{ revision, operation: `hello-${revision}-abc`, kind: 'UPDATE', trigger: 'request', actor: 'user/ada' },
  ...{ at: '2026-11-21T03:00:00.000Z', serving: false },
  ...given,
});
const revisions = [one(10, { kind: 'ROLLBACK', serving: true }), one(9, { trigger: 'base image', actor: 'moorage' })];

describe('moorage history', () => {
  it('is a table, newest first, in which the one that serves is marked', async () => {
    const { url } = await service({ 'GET /environments/hello/revisions': [ok({ revisions })] });

    const { exitCode, out } = await terminal(['history', 'hello', '--url', url]);

    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      'revision   when                      kind      trigger     by',
      '10 serves  2026-11-21T03:00:00.000Z  ROLLBACK  request     user/ada',
      '9          2026-11-21T03:00:00.000Z  UPDATE    base image  moorage',
      '',
    ]);
  });

  it('says so when nothing has served', async () => {
    const { url } = await service({ 'GET /environments/hello/revisions': [ok({ revisions: [] })] });

    expect((await terminal(['history', 'hello', '--url', url])).out).toBe('Nothing of hello has served yet.\n');
  });
});

describe('moorage diff', () => {
  const view: RevisionView = {
    ...one(10, { serving: true }),
    ...{ spec: {}, effective: {}, images: {}, against: 9 },
    changes: [
      { pointer: '/services/web/desiredCount', before: 1, after: 2 },
      { pointer: '/tags/team', after: 'pier' },
      { pointer: '/images/WebImage', before: 'nginx@sha256:a' },
    ],
  };

  it('of the one that serves says each place with what was there and what is', async () => {
    const { url } = await service({
      'GET /environments/hello/revisions': [ok({ revisions })],
      'GET /environments/hello/revisions/10': [ok(view)],
    });

    const { exitCode, out } = await terminal(['diff', 'hello', '--url', url]);

    expect(exitCode).toBe(0);
    expect(out.split('\n')).toEqual([
      'hello: revision 9 → 10',
      '  /services/web/desiredCount: 1 → 2',
      '  /tags/team: nothing → "pier"',
      '  /images/WebImage: "nginx@sha256:a" → nothing',
      '',
    ]);
  });

  it('of two that are named asks for these, and is coloured on a terminal only', async () => {
    const { url, heard } = await service({ 'GET /environments/hello/revisions/10?against=7': [ok({ ...view, against: 7 })] });
    const argv = ['diff', 'hello', '10', '--against', '7', '--url', url];

    const plain = await terminal(argv);
    const coloured = await terminal(argv, { tty: true });

    expect([plain.exitCode, heard.length]).toEqual([0, 2]);
    expect(plain.out).not.toContain('\x1b');
    expect(coloured.out).toContain('\x1b[31m1\x1b[39m → \x1b[32m2\x1b[39m');
  });

  it('of the first one, or of equal ones, says so', async () => {
    const { against: _, changes: __, ...first } = view;
    const { url } = await service({
      'GET /environments/hello/revisions/1': [ok({ ...first, revision: 1 })],
      'GET /environments/hello/revisions/10': [ok({ ...view, changes: [] })],
    });

    expect((await terminal(['diff', 'hello', '1', '--url', url])).out).toContain('there is nothing to compare it with');
    expect((await terminal(['diff', 'hello', '10', '--url', url])).out).toBe('hello: revision 9 → 10: no difference\n');
  });

  it.each([
    [['diff', 'hello', 'last'], '"last" is not the number of a revision'],
    [['diff', 'hello', '1', '2'], 'diff takes two arguments, not 3'],
  ])('refuses %j', async (argv, sentence) => {
    const { exitCode, err } = await terminal(argv);

    expect([exitCode, err.includes(sentence)]).toEqual([2, true]);
  });
});
