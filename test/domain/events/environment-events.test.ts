import { expect, it } from 'vitest';
import { environmentExpiring } from '../../../domain/events/environment-expiring.ts';
import { rebuildSkipped } from '../../../domain/events/rebuild-skipped.ts';
import { validateEnvironmentExpiring, validateRebuildSkipped } from '../../../schemas/gen/event-validators.js';

const skipped = {
  environment: 'shop',
  revision: 3,
  trigger: 'base image',
  cause: `sha256:${'a'.repeat(64)}`,
  at: '2026-11-01T00:00:00.000Z',
  code: 'NOTHING_CHANGED',
  sentence: 'The digests are those that run.',
} as const;
const expiring = {
  environment: 'shop',
  revision: 3,
  at: '2026-11-01T00:00:00.000Z',
  expiresAt: '2026-11-02T00:00:00.000Z',
};

it('a skipped rebuild keeps its contract, and is the same event for the same cause', () => {
  const { detail } = rebuildSkipped(skipped);

  expect(validateRebuildSkipped(detail)).toBe(true);
  expect(validateRebuildSkipped(rebuildSkipped({ ...skipped, operation: 'shop-lusab-babad' }).detail)).toBe(true);
  expect(rebuildSkipped({ ...skipped, at: '2026-11-01T00:05:00.000Z' }).detail.id).toBe(detail.id);
  expect(rebuildSkipped({ ...skipped, cause: 'another' }).detail.id).not.toBe(detail.id);
  expect(rebuildSkipped({ ...skipped, trigger: 'secret' }).detail.id).not.toBe(detail.id);
});

it('an environment that expires keeps its contract, and is told of once for one date', () => {
  const { detail } = environmentExpiring(expiring);

  expect(validateEnvironmentExpiring(detail)).toBe(true);
  expect(environmentExpiring({ ...expiring, at: '2026-11-01T12:00:00.000Z' }).detail.id).toBe(detail.id);
  expect(environmentExpiring({ ...expiring, expiresAt: '2026-11-09T00:00:00.000Z' }).detail.id).not.toBe(detail.id);
});
