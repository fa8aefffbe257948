import { readFile, writeFile } from 'node:fs/promises';
import { findingsPage } from './findings-page.ts';
import { updateMatrix } from './update-matrix.ts';
import { updateMatrixPage } from './update-matrix-page.ts';

/** The second half of `npm run gen`: pages that say what the code does. With `--check` it writes nothing and fails when one is stale. */
const pages = { 'findings.md': findingsPage(), 'update-matrix.md': updateMatrixPage(updateMatrix()) };
const stale: string[] = [];
for (const [name, text] of Object.entries(pages)) {
  const file = new URL(`../${name}`, import.meta.url);
  if (!process.argv.includes('--check')) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) stale.push(name);
}
if (stale.length > 0) throw new Error(`stale: docs/${stale.join(', docs/')}; run npm run gen`);
