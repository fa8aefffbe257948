import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type FunctionEntry, functions } from '../../functions/catalog.ts';
import { bundle } from '../../infra/bundle.ts';
import { inputOf } from '../blueprint/render-spec.ts';

const root = new URL('../../', import.meta.url);
const directory = mkdtempSync(join(tmpdir(), 'moorage-bundles-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const golden = new URL('golden/packages.golden.json', import.meta.url);
const pinned = (existsSync(golden) ? JSON.parse(readFileSync(golden, 'utf8')) : {}) as Record<string, readonly string[]>;
afterAll(() => {
  if (process.env.GOLDEN === 'write') writeFileSync(golden, `${JSON.stringify(pinned, null, 2)}\n`);
});

/** Runs a bundle as Lambda would: nothing beside it, nothing in the environment. */
const run = (module: string, script: string) =>
  execFileSync(
    process.execPath,
    ['--input-type=module', '--eval', `const it = await import('${pathToFileURL(module)}');${script}`],
    {
      cwd: tmpdir(),
      env: {},
      encoding: 'utf8',
    },
  );

describe.each(Object.entries(functions as Record<string, FunctionEntry>))('the bundle of %s', (name, { entry }) => {
  // The catalog may be ahead of the functions by a commit; a bundle that exists is never skipped.
  test.skipIf(!existsSync(new URL(entry, root)))(
    'has the pinned packages, loads with an empty environment and exports its handler',
    async () => {
      const { directory: made, packages, bytes } = await bundle(entry, join(directory, name));
      if (process.env.GOLDEN === 'write') pinned[name] = packages;
      expect(packages, 'GOLDEN=write accepts another package').toEqual(pinned[name]);
      if (name !== 'Planner' && name !== 'Plans') {
        expect(packages).not.toContain('aws-cdk-lib');
        expect(bytes).toBeLessThan(3_000_000);
      }
      expect(run(join(made, 'index.mjs'), 'console.log(typeof it.handler)').trim()).toBe('function');
    },
  );
});

describe('the bundle of the removal guard', () => {
  test('loads with an empty environment, exports its handler, and answers only CloudFormation', async () => {
    const { directory: made, packages } = await bundle('infra/removal-handler.ts', join(directory, 'RemovalGuard'));
    expect(packages).toContain('@aws-sdk/client-dynamodb');
    expect(packages).not.toContain('aws-cdk-lib');
    const elsewhere = `it.handler({ RequestType: 'Create', ResponseURL: 'https://example.com/#.amazonaws.com/' })`;
    const said = run(join(made, 'index.mjs'), `await ${elsewhere}.catch((error) => console.log(error.message));`);
    expect(said.trim()).toBe('this is not CloudFormation');
  });
});

describe('a bundle of the blueprint', () => {
  test('renders away from its sources, with the validator beside it', async () => {
    const { directory: made, packages } = await bundle('blueprint/render.ts', join(directory, 'render'));
    expect(packages).toEqual(expect.arrayContaining(['@aws/cloudformation-validate', 'aws-cdk-lib', 'constructs']));
    expect(existsSync(join(made, 'bindings_wasm_bg.wasm'))).toBe(true);
    const input = JSON.stringify(inputOf({ services: { web: { image: 'nginx:1.27', port: 80 } } }));
    const stacks = run(join(made, 'index.mjs'), `console.log(Object.keys(it.render(${input})).join(' '))`);
    expect(stacks.trim()).toBe('registry foundation services');
    const refused = `try { it.render({...${input}, spec: {...${input}.spec, tags: {a: ''}}}) } catch (error) { console.log(error.message) }`;
    expect(run(join(made, 'index.mjs'), refused)).toContain('length 0 is below minimum');
  });
});
