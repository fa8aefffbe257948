import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

export interface Bundle {
  readonly directory: string;
  readonly bytes: number;
  /** npm packages in the bundle, sorted. */
  readonly packages: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS inside an ES module: `require` and `__dirname` have to be there for packages that were not written for it. */
const banner = [
  "import { createRequire as makeRequire } from 'node:module';",
  'const require = makeRequire(import.meta.url);',
  'const __dirname = import.meta.dirname;',
  'const __filename = import.meta.filename;',
].join('\n');

/** AWS's template validator reads these from beside itself, which esbuild cannot see; without them the CDK silently skips it. */
const validator = '@aws/cloudformation-validate';
const validatorWasm = 'bindings_wasm_bg.wasm';
const validatorRules = 'rules';

/** One function, one ES module with everything it needs, the SDK too: Lambda's own copy changes under a running system. */
export async function bundle(entry: string, directory: string): Promise<Bundle> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(directory, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // Stack traces in the log are worth more than the bytes.
    minify: false,
    metafile: true,
    banner: { js: banner },
    logLevel: 'error',
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const packages = packagesIn(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path));
  if (packages.includes(validator)) await copyValidatorFiles(directory);
  await writeFile(`${directory}.meta.json`, JSON.stringify(metafile));
  return { directory, bytes: bytesOf(metafile), packages };
}

/** `a/node_modules/@aws/x/y.js` belongs to `@aws/x`. */
function packagesIn(paths: readonly string[]): readonly string[] {
  const names = paths.map((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const bytesOf = (metafile: Metafile) => Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);

async function copyValidatorFiles(directory: string): Promise<void> {
  const cdk = createRequire(import.meta.url).resolve('aws-cdk-lib');
  const wasm = join(createRequire(cdk).resolve(validator), '..', validatorWasm);
  await cp(wasm, join(directory, validatorWasm));
  await cp(join(cdk, '../core/lib/validation', validatorRules), join(directory, validatorRules), { recursive: true });
}
