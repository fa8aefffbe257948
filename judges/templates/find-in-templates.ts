import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdkValidate } from './cdk-validate.ts';
import { cfnLint } from './cfn-lint.ts';
import type { TemplateCase } from './template-case.ts';
import type { TemplateFinding } from './template-finding.ts';
import { writeTemplates } from './write-templates.ts';

interface Found {
  /** Different templates that were judged. */
  readonly templates: number;
  readonly findings: readonly TemplateFinding[];
}

/** Both judges over all templates, sound or broken: this is the one way a template is judged here. */
export async function findInTemplates(cases: readonly TemplateCase[], say: (line: string) => void): Promise<Found> {
  const folder = mkdtempSync(join(tmpdir(), 'moorage-templates-'));
  try {
    const files = writeTemplates(folder, cases);
    const validated = cdkValidate(files);
    return { templates: files.length, findings: [...validated, ...(await cfnLint(files, say))] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
