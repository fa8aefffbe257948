import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), 'moorage-package-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const app = `
import { App, Stack } from 'aws-cdk-lib';
import { MoorageEnvironment } from 'moorage/constructs';
const app = new App();
const stack = new Stack(app, 'Parent');
const shop = new MoorageEnvironment(stack, 'Shop', { name: 'shop', spec: { services: { web: { image: 'nginx', port: 80 } } } });
const name: string = shop.clusterName;
const { Resources } = app.synth().getStackByName('Parent').template as { Resources: Record<string, { Type: string }> };
console.log(Object.values(Resources).map(({ Type }) => Type).join(), name !== '');
`;

it('the package gives the construct to an app of its own, with its types', { timeout: 120_000 }, () => {
  const run = (file: string, ...args: string[]) => execFileSync(file, args, { cwd: home, encoding: 'utf8', stdio: 'pipe' });
  const [{ filename } = { filename: '' }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', home], { cwd: root, encoding: 'utf8', stdio: 'pipe' }),
  ) as { filename: string }[];
  mkdirSync(join(home, 'node_modules', 'moorage'), { recursive: true });
  run('tar', '-xzf', filename, '--strip-components=1', '-C', 'node_modules/moorage');
  for (const name of ['aws-cdk-lib', 'constructs', '@types'])
    symlinkSync(join(root, 'node_modules', name), join(home, 'node_modules', name));
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(home, 'app.ts'), app);

  run(
    process.execPath,
    join(root, 'node_modules/typescript/bin/tsc'),
    '--module',
    'nodenext',
    '--skipLibCheck',
    '--outDir',
    'out',
    'app.ts',
  );

  expect(run(process.execPath, 'out/app.js').trim()).toBe('Custom::Environment true');
});
