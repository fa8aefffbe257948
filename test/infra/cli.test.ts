import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { afterAll, expect, test } from 'vitest';
import { controlPlane } from '../../infra/control-plane.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outdir = mkdtempSync(join(tmpdir(), 'moorage-cli-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

// aws-cdk 3.0.0 is npm's latest and reads no assembly of today: it was published by accident (github.com/aws/aws-cdk/issues/38113).
test('the CLI that `npx cdk` starts reads what the library writes', () => {
  const app = new App({ context: {}, outdir, analyticsReporting: false });
  controlPlane(app, () => Code.fromInline('exports.handler = async () => {};'));
  app.synth();
  const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');
  const listed = execFileSync(process.execPath, [cdk, 'ls', '--app', outdir], { cwd: tmpdir(), encoding: 'utf8', stdio: 'pipe' });
  expect(listed.trim()).toBe('moorage');
});

test('the app runs on the Node of the project, whatever is first in PATH', () => {
  const { app } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { app: string };
  const [node = '', entry = ''] = app.split(' ');
  expect(node).toBe('node_modules/.bin/node');
  expect(existsSync(join(root, entry))).toBe(true);
});
