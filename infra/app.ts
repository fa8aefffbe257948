import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type FunctionName, functions } from '../functions/catalog.ts';
import { bundle } from './bundle.ts';
import { controlPlane } from './control-plane.ts';

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const directoryOf = (name: string) => path(`dist/functions/${name}`);

await Promise.all(Object.entries(functions).map(([name, { entry }]) => bundle(entry, directoryOf(name))));

const app = new App({ outdir: process.env.CDK_OUTDIR ?? path('cdk.out'), analyticsReporting: false });
controlPlane(app, (name: FunctionName) => Code.fromAsset(directoryOf(name)));
const { directory } = app.synth();
process.stdout.write(`${relative(process.cwd(), directory)}/moorage.template.json\n`);
