import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Breakage, breakages, breakSpec } from '../../demo/break-spec.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../schemas/gen/validators.js';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const hello = async () => JSON.parse(await readFile(path('../../examples/hello.json'), 'utf8')) as Spec;

const demo = async (
  args: string[],
  env: Record<string, string> = {},
  meanwhile: (child: ChildProcess, out: string) => void = () => {},
) => {
  const home = await mkdtemp(join(tmpdir(), 'moorage-test-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const service = path('recorded-service.ts');
  const child = spawn(process.execPath, [path('../../demo/demo.ts'), '--service', service, ...args], {
    env: { ...process.env, TMPDIR: home, ...env },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      out += text;
      meanwhile(child, out);
    });
  }
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, out, left: await readdir(home) };
};

describe('the example', () => {
  it('is a valid spec, and so is every broken variant: what is wrong with it shows only later', async () => {
    const spec = await hello();

    expect(validateSpec(spec)).toBe(true);
    for (const how of breakages) expect([how, validateSpec(breakSpec(spec, how as Breakage))]).toEqual([how, true]);
  });

  it('is broken in one place at a time', async () => {
    const spec = await hello();

    expect(breakSpec(spec, 'image').services?.stock?.image).toBe('nginx:does-not-exist');
    expect(breakSpec(spec, 'secret').dockerHubSecret).toContain('dockerhub-wrong');
    expect(breakSpec(spec, 'port').builds?.custom?.files?.['default.conf']).toContain('listen 808080;');
    expect(breakSpec(spec, 'arch').services?.stock).toEqual({ image: 'acme/amd64-only:1', port: 80, architecture: 'ARM64' });
  });
});

describe('the demo', () => {
  it('brings the example up and down and leaves nothing, not even its directory', async () => {
    const { exitCode, out, left } = await demo([]);

    expect(out.match(/^\$ moorage .*$/gm)).toEqual([
      '$ moorage up examples/hello.json',
      '$ moorage status hello',
      '$ moorage down hello',
    ]);
    expect(out).toContain('Nothing is left.');
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
  });

  it('succeeds with a broken example that fails and is cleaned up', async () => {
    const { exitCode, out, left } = await demo(['--break', 'image']);

    expect(out).toContain('nginx:does-not-exist is not on Docker Hub.');
    expect(out).not.toContain('moorage down');
    expect(exitCode).toBe(0);
    expect(left).toEqual([]);
  });

  it('fails when a broken example comes up', async () => {
    expect((await demo(['--break', 'port'])).exitCode).toBe(1);
  });

  it('fails when something is left', async () => {
    const { exitCode, out } = await demo([], { LEFT: '3' });

    expect(exitCode).toBe(1);
    expect(out).toContain('Left behind: AWS::CloudFormation::Stack 3');
  });

  it('cleans up on Ctrl-C', async () => {
    let sent = false;
    const { exitCode, left } = await demo([], {}, (child, out) => {
      if (sent || !out.includes('$ moorage up')) return;
      sent = true;
      child.kill('SIGINT');
    });

    expect(exitCode).toBe(130);
    expect(left).toEqual([]);
  });

  it('knows no other breakage', async () => {
    const { exitCode, out } = await demo(['--break', 'everything']);

    expect(exitCode).toBe(2);
    expect(out).toContain('--break is one of image, secret, port, arch');
  });
});
