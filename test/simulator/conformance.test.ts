import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const simulator = new URL('../../simulator/', import.meta.url);
const here = new URL('./', import.meta.url);
const text = readFileSync(new URL('CONFORMANCE.md', simulator), 'utf8');

interface Row {
  readonly rule: string;
  readonly source: string;
  readonly tests: readonly string[];
}

/** The rows of all tables; a test is what stands in backticks in the last cell. */
const rows: readonly Row[] = text
  .split('\n')
  .filter((line) => /^\| (?!Rule \||---)/.test(line))
  .map((line) => {
    const [rule = '', source = '', named = ''] = line.slice(2, -2).split(' | ');
    return { rule, source, tests: [...named.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) };
  });

/** `describe › test` of every test below this node of a test file; a table-driven one by its template. */
function titlesIn(node: ts.Node, above: readonly string[]): string[] {
  const [kind, title] = callIn(node) ?? [];
  if (title !== undefined && kind !== 'describe') return [[...above, title].join(' › ')];
  const titles: string[] = [];
  node.forEachChild((child) => {
    titles.push(...titlesIn(child, title === undefined ? above : [...above, title]));
  });
  return titles;
}

/** `describe`, `test` or `it`, and the title it is called with. */
function callIn(node: ts.Node): [kind: string, title: string] | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const [, kind] = /^(describe|test|it)\b/.exec(node.expression.getText()) ?? [];
  const [title] = node.arguments;
  return kind && title && ts.isStringLiteralLike(title) ? [kind, title.text] : undefined;
}

const suffix = '.test.ts';
const titles = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith(suffix) && file !== 'conformance.test.ts')
  .flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(new URL(file, here), 'utf8'), ts.ScriptTarget.Latest, true);
    return titlesIn(source, [file.slice(0, -suffix.length)]);
  });

describe('the conformance table', () => {
  test('has rows, and the tests have titles', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(titles.length).toBeGreaterThan(200);
  });
  test('names no test that does not exist', () => {
    expect(rows.flatMap(({ tests }) => tests).filter((name) => !titles.includes(name))).toEqual([]);
  });
  test('names every test', () => {
    const named = new Set(rows.flatMap(({ tests }) => tests));
    expect(titles.filter((title) => !named.has(title))).toEqual([]);
  });
  test('shows every rule by a test and gives its source', () => {
    const links = new Set([...text.matchAll(/^\[([\w-]+)\]: https:\/\/\S+$/gm)].map(([, name]) => name));
    const marks = /\[(memory|inference|third-party|ours)\](?![[(])/;
    const isSourced = (source: string) => {
      const used = [...source.matchAll(/\]\[([\w-]+)\]/g)].map(([, name]) => name);
      return used.every((name) => links.has(name)) && (used.length > 0 || marks.test(source));
    };
    expect(rows.filter(({ tests, source }) => tests.length === 0 || !isSourced(source))).toEqual([]);
  });
  test('has for every service its rules and what is not modelled', () => {
    const folders = readdirSync(simulator, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const sections = text.split(/^## /m).slice(1);
    const lacking = folders.filter(({ name }) => {
      const section = sections.find((one) => one.split('\n')[0]?.toLowerCase().replaceAll(' ', '-') === name);
      return !section?.includes('| Rule | Source | Test |') || !section.includes('### Not modelled');
    });
    expect(lacking.map(({ name }) => name)).toEqual([]);
  });
});
