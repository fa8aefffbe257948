import { globSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const name = '@cloud-copilot/';

/** iam-simulate is AGPL: it may help to judge, and nothing that is installed or bundled may know of it. */
export function developmentOnly(): readonly string[] {
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
  const { dependencies = {} } = JSON.parse(read('package.json')) as { dependencies?: Record<string, string> };
  const sources = globSync(
    '{blueprint,cli,cloud,demo,domain,functions,infra,local,schemas,simulator,statemachines}/**/*.{ts,js,cjs,mjs,json}',
    {
      cwd: root,
      exclude: (path) => /node_modules|cdk\.out/.test(String(path)),
    },
  );
  if (sources.length === 0) throw new Error('there is nothing to look through');
  return [
    ...Object.keys(dependencies)
      .filter((one) => one.startsWith(name))
      .map((one) => `${one} is a dependency of what is deployed`),
    ...sources.filter((path) => read(path).includes(name)).map((path) => `${path} imports ${name}`),
    // What each bundle holds, package by package.
    ...globSync('test/infra/golden/**/*', { cwd: root, withFileTypes: true })
      .filter((entry) => entry.isFile() && readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8').includes(name))
      .map((entry) => `a bundle holds ${name}: ${entry.name}`),
  ];
}
