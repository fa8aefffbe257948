import { describe, expect, it } from 'vitest';
import { happeningOf } from '../../../domain/trigger/happening.ts';

const at = { account: '111122223333', region: 'eu-west-1' };
const image = {
  'action-type': 'PUSH',
  result: 'SUCCESS',
  'repository-name': 'base',
  'image-tag': '1',
  'image-digest': 'sha256:a',
};
const object = { key: 'site.zip', etag: 'abc' };
const events = {
  'a push': { source: 'aws.ecr', detail: image },
  'an object written where versions are suspended': {
    source: 'aws.s3',
    detail: { bucket: { name: 'theirs' }, object: { ...object, 'version-id': 'null' } },
  },
  'a rotation whose trail has no time': {
    source: 'aws.secretsmanager',
    detail: { additionalEventData: { SecretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-Ab12Cd' } },
  },
};
const seedOf = (event: object, time: string) => happeningOf({ ...at, ...event, time })?.seed;

describe.each(Object.entries(events))('%s', (_what, event) => {
  it('told again is the same happening', () => {
    expect(seedOf(event, '2026-11-01T03:00:00Z')).toBe(seedOf(event, '2026-11-01T03:00:00Z'));
    expect(seedOf(event, '2026-11-01T03:00:00Z')).toBeDefined();
  });

  it('that comes to the same later is another one', () => {
    expect(seedOf(event, '2026-11-01T04:00:00Z')).not.toBe(seedOf(event, '2026-11-01T03:00:00Z'));
  });
});

it('an object has its sequencer from S3, and needs no time to be told apart', () => {
  const written = (sequencer: string) => ({
    source: 'aws.s3',
    detail: { bucket: { name: 'theirs' }, object: { ...object, sequencer } },
  });

  expect(seedOf(written('A1'), '2026-11-01T03:00:00Z')).toBe(seedOf(written('A1'), '2026-11-01T03:00:09Z'));
  expect(seedOf(written('A1'), '2026-11-01T03:00:00Z')).not.toBe(seedOf(written('B2'), '2026-11-01T03:00:00Z'));
});

it('a request under an id of its own is one however often and whenever it is put on the bus', () => {
  const asked = (id: string) => ({
    source: 'acme.ci',
    'detail-type': 'Rebuild Requested',
    id,
    detail: { id: 'build 7', environments: ['a'] },
  });

  expect(seedOf(asked('1'), '2026-11-01T03:00:00Z')).toBe(seedOf(asked('2'), '2026-11-01T04:00:00Z'));
});
