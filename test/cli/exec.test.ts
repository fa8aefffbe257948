import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { execLine } from '../../cli/exec-line.ts';
import type { Ran } from '../../cli/io.ts';
import { quote } from '../../cli/quote.ts';
import { runProgram } from '../../cli/run-program.ts';
import { type Reply, service } from './service.ts';
import { terminal } from './terminal.ts';
import { anEnvironment } from './views.ts';

const ok = (body: unknown): Reply => ({ status: 200, body });
const health = (embedded: boolean) => ok({ status: 'ok', version: '1', blueprintVersion: '1', embedded });
const script = {
  'GET /environments/hello': [ok(anEnvironment())],
  'GET /health': [health(false)],
};
const [older, running] = ['older', 'running'].map((id) => `arn:aws:ecs:eu-west-1:111122223333:task/hello-cluster/${id}`);

/** An AWS CLI that knows two tasks, of which one runs. */
const aws =
  (given: { readonly tasks?: readonly (string | undefined)[]; readonly ends?: Partial<Ran> } = {}) =>
  ([, verb]: readonly string[]): Partial<Ran> => {
    if (verb === 'list-tasks') return { stdout: JSON.stringify(given.tasks ?? [older, running]) };
    if (verb === 'describe-tasks') return { stdout: JSON.stringify(given.tasks ?? [running]) };
    return given.ends ?? {};
  };
const installed = (cli = aws()) => ({ aws: cli, 'session-manager-plugin': () => ({}) });
const place = ['--cluster', 'hello-cluster', '--region', 'eu-west-1'];

describe('moorage exec', () => {
  it('hands the terminal to the AWS CLI, in the task that runs', async () => {
    const { url } = await service(script);

    const { exitCode, ran } = await terminal(['exec', 'hello', '--service', 'custom', '--url', url], { programs: installed() });

    expect(exitCode).toBe(0);
    expect(ran.slice(-1)).toEqual([
      {
        program: 'aws',
        output: 'terminal',
        args: [
          'ecs',
          'execute-command',
          ...place,
          '--task',
          running,
          '--container',
          'custom',
          '--interactive',
          '--command',
          '/bin/sh',
        ],
      },
    ]);
    expect(ran.slice(0, -1).every(({ output }) => output === 'captured')).toBe(true);
    expect(ran.find(({ args }) => args[1] === 'list-tasks')?.args).toEqual(expect.arrayContaining(['--service-name', 'custom']));
  });

  it('takes what follows -- as it is, and another container when one is named', async () => {
    const { url } = await service(script);
    const argv = [
      'exec',
      'hello',
      '--url',
      url,
      '--service',
      'custom',
      '--container',
      'proxy',
      '--',
      'ls',
      '--url',
      "it's; $HOME",
    ];

    const { ran } = await terminal(argv, { programs: installed() });

    expect(ran.at(-1)?.args.slice(-5)).toEqual([
      '--container',
      'proxy',
      '--interactive',
      '--command',
      String.raw`ls --url 'it'\''s; $HOME'`,
    ]);
  });

  it.each([
    [{}, 'the AWS CLI: https://'],
    [{ aws: aws() }, 'Session Manager plugin: https://'],
  ])('says what to install, and what to paste then (%j)', async (programs, says) => {
    const { url } = await service(script);

    const { exitCode, err } = await terminal(['exec', 'hello', '--service', 'custom', '--url', url], { programs });

    expect(exitCode).toBe(2);
    expect(err).toContain(says);
    expect(err).toContain(
      `aws ecs execute-command ${place.join(' ')} --task "$(aws ecs list-tasks ${place.join(' ')} --service-name custom`,
    );
  });

  it.each([
    ['no task runs', aws({ tasks: [] }), 'No task of custom runs.'],
    ['AWS refuses', () => ({ exitCode: 254, stderr: 'Unable to locate credentials\n' }), 'Unable to locate credentials'],
  ])('ends with 1 when %s', async (_when, cli, says) => {
    const { url } = await service(script);

    const { exitCode, err } = await terminal(['exec', 'hello', '--service', 'custom', '--url', url], {
      programs: { ...installed(), aws: cli },
    });

    expect([exitCode, err.includes(says)]).toEqual([1, true]);
  });

  it('ends with 1 when the session does', async () => {
    const { url } = await service(script);

    const argv = ['exec', 'hello', '--service', 'custom', '--url', url];
    expect((await terminal(argv, { programs: installed(aws({ ends: { exitCode: 255 } })) })).exitCode).toBe(1);
  });

  it('refuses what cannot be entered, and runs nothing', async () => {
    const custom = { arn: 'arn:aws:ecs:eu-west-1:111122223333:service/hello-cluster/custom', image: 'x' };
    const closed = anEnvironment({ outputs: { services: { custom } } });
    const cases: readonly (readonly [Record<string, Reply[]>, string, string])[] = [
      [script, 'other', 'No service other of hello runs; there is custom.'],
      [{ ...script, 'GET /environments/hello': [ok(closed)] }, 'custom', 'set services.custom.exec to true'],
      [{ ...script, 'GET /health': [health(true)] }, 'custom', 'is the embedded one'],
    ];
    for (const [answers, name, says] of cases) {
      const { url } = await service(answers);
      const { exitCode, err, ran } = await terminal(['exec', 'hello', '--service', name, '--url', url], {
        programs: installed(),
      });
      expect([exitCode, err.includes(says), ran]).toEqual([2, true, []]);
    }
    expect((await terminal(['exec', 'hello'])).err).toContain('exec needs --service');
  });
});

describe('a program', () => {
  it('is run without a shell, and is missed when it is not there', async () => {
    const args = ['-e', 'process.stdout.write(process.argv[1]); process.exit(3)', '$HOME; "x"'];

    expect(await runProgram(process.execPath, args, 'captured')).toEqual({ exitCode: 3, stdout: '$HOME; "x"', stderr: '' });
    expect(await runProgram('no-such-program-of-moorage', [], 'captured')).toBeUndefined();
  });
});

describe('the text to paste', () => {
  const words = fc.array(
    fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\0', '')),
    { minLength: 1, maxLength: 6 },
  );

  it('is for a shell exactly the words it was made from', () => {
    fc.assert(
      fc.property(words, (given) => {
        const said = execFileSync('sh', ['-c', `printf '%s\\0' ${given.map(quote).join(' ')}`], { encoding: 'utf8' });
        expect(said.split('\0').slice(0, -1)).toEqual(given);
      }),
      { numRuns: 40 },
    );
  });

  it('and the arguments are the same call', () => {
    fc.assert(
      fc.property(words, (given) => {
        const place = { region: 'eu-west-1', cluster: 'c', ecsService: 's', task: 'arn:task', container: 'web', words: given };
        const { args, text } = execLine(place);
        const said = execFileSync('sh', ['-c', `aws() { printf '%s\\0' "$@"; }; ${text}`], { encoding: 'utf8' });
        expect(said.split('\0').slice(0, -1)).toEqual(args);
      }),
      { numRuns: 40 },
    );
  });
});
