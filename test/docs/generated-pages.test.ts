import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldChanges } from '../../docs/generate/field-changes.ts';
import { findingsPage } from '../../docs/generate/findings-page.ts';
import { schemaFields } from '../../docs/generate/schema-fields.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('generated pages', () => {
  it('change every field of the schema, and no other', () => {
    expect([...new Set(fieldChanges().map(({ field }) => field))]).toEqual(schemaFields());
  });

  it('find fields however deep they are, and none twice', () => {
    const fields = schemaFields();

    expect(fields).toEqual(
      expect.arrayContaining([
        'tags',
        'network.zones',
        'services.*.permissions.*.actions',
        'services.*.sidecars.*.healthCheck.retries',
      ]),
    );
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('have a row for every field', () => {
    const matrix = page('update-matrix.md');
    for (const field of schemaFields()) expect(matrix).toContain(`| \`${field}\` |`);
  });

  it('have every finding as the catalogue has it', () => {
    expect(page('findings.md')).toBe(findingsPage());
  });
});
