import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../domain/hash.ts';
import type { TemplateCase } from './template-case.ts';

export interface TemplateFile {
  readonly path: string;
  /** Of the first case with this template, and how many others have the same. */
  readonly name: string;
}

/** The bytes that are uploaded, because their number is judged too. Equal templates are one file; the largest come first. */
export function writeTemplates(folder: string, cases: readonly TemplateCase[]): readonly TemplateFile[] {
  const names = new Map<string, string[]>();
  for (const { name, template } of cases) {
    const text = canonicalJson(template);
    const known = names.get(text);
    if (known) known.push(name);
    else names.set(text, [name]);
  }
  const largestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  return largestFirst.map(([text, [name = '', ...others]], index) => {
    const path = join(folder, `${String(index).padStart(4, '0')}.json`);
    writeFileSync(path, text);
    return { path, name: others.length === 0 ? name : `${name} (and ${others.length} like it)` };
  });
}
