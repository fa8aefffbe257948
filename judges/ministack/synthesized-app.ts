import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { functions } from '../../functions/catalog.ts';
import { bundle } from '../../infra/bundle.ts';
import { controlPlane } from '../../infra/control-plane.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A file or folder to be put into the bucket of the CDK's bootstrap. */
export interface Asset {
  readonly path: string;
  readonly zipped: boolean;
  readonly bucket: string;
  readonly key: string;
}

export interface SynthesizedApp {
  readonly template: Template;
  readonly terminationProtection: boolean;
  readonly assets: readonly Asset[];
}

interface Manifest {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string; readonly packaging: string };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
}

const home = mkdtempSync(join(tmpdir(), 'moorage-ministack-app-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));

/** What `npm run synth` makes, in a folder of its own: every function bundled, the template, and what `cdk deploy` publishes. */
export async function synthesizedApp(): Promise<SynthesizedApp> {
  const directoryOf = (name: string) => join(home, 'functions', name);
  const entries = { ...functions, RemovalGuard: { entry: 'infra/removal-handler.ts' } };
  await Promise.all(Object.entries(entries).map(([name, { entry }]) => bundle(entry, directoryOf(name))));
  const outdir = join(home, 'cdk.out');
  const app = new App({ context: {}, outdir, analyticsReporting: false, treeMetadata: false });
  controlPlane(app, (name) => Code.fromAsset(directoryOf(name)));
  const stack = app.synth().getStackByName('moorage');
  const manifest = JSON.parse(readFileSync(join(outdir, 'moorage.assets.json'), 'utf8')) as Manifest;
  const assets = Object.values(manifest.files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => ({
      path: join(outdir, source.path),
      zipped: source.packaging === 'zip',
      bucket: bucketName,
      key: objectKey,
    })),
  );
  return { template: stack.template as Template, terminationProtection: stack.terminationProtection === true, assets };
}
