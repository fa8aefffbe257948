import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { controlPlane } from '../../infra/control-plane.ts';

/**
 * The control plane as it is deployed, functions as assets; what is inside them is the judgement of the bundles. `context` is
 * what its operator chose.
 */
export function controlPlaneTemplate(context: Readonly<Record<string, string>> = {}): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-control-plane-'));
  try {
    const asset = join(folder, 'asset');
    mkdirSync(asset);
    writeFileSync(join(asset, 'index.mjs'), 'export const handler = async () => {};\n');
    const app = new App({ context, outdir: join(folder, 'out'), analyticsReporting: false, treeMetadata: false });
    controlPlane(app, () => Code.fromAsset(asset));
    return app.synth().getStackByName('moorage').template;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
