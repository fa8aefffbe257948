import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { functions } from '../functions/catalog.ts';
import { bundle } from './bundle.ts';
import { controlPlane } from './control-plane.ts';
import { idleCost } from './idle-cost.ts';
import { idleCostText } from './idle-cost-text.ts';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const directoryOf = (name: string) => path(`dist/functions/${name}`);

const entries = { ...functions, RemovalGuard: { entry: 'infra/removal-handler.ts' } };
await Promise.all(Object.entries(entries).map(([name, { entry }]) => bundle(entry, directoryOf(name))));

const app = new App({ outdir: process.env.CDK_OUTDIR ?? path('cdk.out'), analyticsReporting: false });
const stack = controlPlane(app, (name) => Code.fromAsset(directoryOf(name)));
const assembly = app.synth();
// Not to stdout: `cdk synth` writes the template there.
process.stderr.write(`${relative(process.cwd(), assembly.directory)}/moorage.template.json\n`);
process.stderr.write(idleCostText(idleCost(assembly.getStackArtifact(stack.artifactId).template.Resources)));
