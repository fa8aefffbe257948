import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { version } from '../../domain/version.ts';

it('the version the service tells is the package’s', () => {
  const { version: packaged } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };

  expect(version).toBe(packaged);
});
