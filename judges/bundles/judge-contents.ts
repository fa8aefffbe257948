import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeployedFunction } from './deployed-functions.ts';
import { bundledPackage } from './locked-packages.ts';
import { filesIn, type Packed } from './packed.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const megabyte = 1024 * 1024;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: direct upload of a zip, and all of it unzipped. */
const mostZipped = 50 * megabyte;
const mostUnzipped = 250 * megabyte;

/** Read by AWS's validator from beside itself; a bundler cannot see that. */
const besideValidator = ['bindings_wasm_bg.wasm', 'rules'];

/** How many questions there are for each function. */
export const contentQuestions = 8;

/** What can be seen of a function without running it. */
export function judgeContents(packed: Packed, deployed: DeployedFunction, budgetKb: number): readonly string[] {
  const { name, zippedBytes, unzippedBytes, packageFolders, packages, text, taskRoot } = packed;
  const wrong: string[] = [];
  const say = (sentence: string) => wrong.push(`${name}: ${sentence}`);

  if (zippedBytes > mostZipped || unzippedBytes > mostUnzipped)
    say(`${zippedBytes} and ${unzippedBytes} bytes are over Lambda's limits`);
  const kilobytes = Math.round(unzippedBytes / 1000);
  if (kilobytes > budgetKb) say(`${kilobytes} kB are over its budget of ${budgetKb}`);
  // A folder of this machine in the text would make another bundle, and so another deployment, of every checkout.
  if (text.includes(root)) say('its text names the folder it was made in');
  const own = packageFolders.map((folder) => bundledPackage(folder).name);
  const untold = own.filter((one) => !packages.includes(one));
  if (untold.length > 0) say(`infra/bundle.ts does not tell of ${untold.join(', ')}`);
  if (packages.includes('@aws/cloudformation-validate')) {
    const missing = besideValidator.filter((file) => !existsSync(join(taskRoot, file)));
    if (missing.length > 0) say(`the validator has no ${missing.join(' and no ')} beside it`);
  }
  const native = filesIn(taskRoot).filter((path) => /\.(?:node|so|dylib|dll)$/.test(path));
  if (native.length > 0) say(`${native.join(', ')} is for one kind of processor`);
  const { read, given } = settingsOf(text, deployed);
  const forgotten = read.filter((setting) => !given.includes(setting));
  if (read.length === 0) say('no setting it reads was found, so nothing can be said about its environment');
  if (forgotten.length > 0) say(`it reads ${forgotten.join(', ')}, which infra/ does not give it`);
  if (deployed.runtime !== `nodejs${process.versions.node.split('.')[0]}.x`)
    say(`it is deployed on ${deployed.runtime} and judged on ${process.version}`);
  return wrong;
}

/** What it is given and never reads: no fault, but nobody would miss it. */
export function unreadSettings({ text }: Packed, deployed: DeployedFunction): readonly string[] {
  const { read, given } = settingsOf(text, deployed);
  return given.filter((setting) => !read.includes(setting));
}

/** Optional settings too: a bundle without STACK_ROLE_ARN or BOUNDARY_ARN works, with more power than it should have. */
function settingsOf(text: string, { environment }: DeployedFunction) {
  const asked = [...text.matchAll(/\bworld\d*\.(?:setting|optional)\("(\w+)"\)/g)].map(([, setting = '']) => setting);
  // Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
  const read = [...new Set(asked)].filter((setting) => setting !== 'AWS_REGION');
  return { read, given: Object.keys(environment) };
}
