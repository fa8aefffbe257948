import { describe, expect, it } from 'vitest';
import type { KeptRecord } from '../../../domain/restore/kept-record.ts';
import { newestRecord, recordKey } from '../../../domain/restore/record-key.ts';
import type { StandingStack, StandingStacks } from '../../../domain/restore/standing-stack.ts';
import { templateIdentity } from '../../../domain/restore/template-identity.ts';
import { whatStands } from '../../../domain/restore/what-stands.ts';

const applied = (templateKey: string, parameters = {}) => ({ templateKey, templateHash: '', parameters });
const planned = (templateKey: string, parameters = {}) => ({ ...applied(templateKey, parameters), late: [] });
const stack = (identity: string, more: Partial<StandingStack> = {}): StandingStack => ({
  name: 'moorage-shop-services',
  status: 'UPDATE_COMPLETE',
  createdAt: 0,
  identity,
  parameters: { Image: 'web@1' },
  outputs: {},
  ...more,
});
const seen = { identities: { one: 'A', two: 'B' }, built: { job: 'web@1' } };

/** An update from template `one` to `two` with an image of its own. */
const plan = {
  stacks: { services: planned('two') },
  contract: [],
  images: [{ key: 'job' }],
  services: [{ containers: [{ parameter: 'Image', image: { job: 'job' } }] }],
};
const serving = { stacks: { services: applied('one', { Image: 'web@1' }) } };
const record = (more: object = {}) => ({ environment: { serving }, plan: { ...plan, ...more } }) as unknown as KeptRecord;
const of = (standing: StandingStacks, more?: object, others: object = {}) =>
  whatStands(record(more), { standing, ...seen, ...others }).which;

describe('what stands', () => {
  it('is the newest revision where every stack has its template and its images', () => {
    expect(of({ services: stack('B') })).toBe('newest');
  });

  it('is the one before where nothing has moved', () => {
    expect(of({ services: stack('A') })).toBe('before');
    expect(of({ services: stack('A', { status: 'UPDATE_ROLLBACK_COMPLETE' }) })).toBe('before');
  });

  it('is neither where an image is nobody’s, a template is, or the bucket has lost it', () => {
    expect(of({ services: stack('A', { parameters: { Image: 'web@2' } }) })).toBe('neither');
    expect(of({ services: stack('C') })).toBe('neither');
    expect(of({ services: stack('B') }, {}, { identities: {} })).toBe('neither');
  });

  it.each([
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_FAILED',
    'CREATE_FAILED',
    'DELETE_FAILED',
    'REVIEW_IN_PROGRESS',
  ])('is neither where a stack is %s', (status) => {
    expect(of({ services: stack('B', { status }) })).toBe('neither');
  });

  it('is neither where a stack is missing, or stands that is not wanted', () => {
    expect(of({})).toBe('neither');
    expect(of({ services: stack('B'), registry: stack('A') })).toBe('neither');
  });

  it('is not the newest while an image of it is not made, or another one runs', () => {
    const same = { stacks: { services: planned('one') } };

    expect(of({ services: stack('A') }, same)).toBe('newest');
    expect(of({ services: stack('A') }, same, { built: {} })).toBe('before');
    expect(of({ services: stack('A') }, same, { built: { job: 'web@2' } })).toBe('before');
    expect(of({ services: stack('A', { parameters: { Image: 'web@2' } }) }, same, { built: { job: 'web@2' } })).toBe('newest');
  });

  it('is the newest while what only the one before needed still stands, and says so of the stack', () => {
    const found = { environment: { serving: { stacks: { registry: applied('one'), services: applied('one') } } } };
    const more = { contract: [{ stack: 'registry', remove: true }] };
    const standing = { registry: stack('A'), services: stack('B') };

    expect(whatStands({ ...record(more), ...found } as KeptRecord, { standing, ...seen })).toMatchObject({
      which: 'newest',
      stacks: { registry: { templateKey: 'one' }, services: { templateKey: 'two' } },
      left: ['registry'],
    });
  });

  it('is the one before where all that differs is what has not been taken away', () => {
    const more = { stacks: {}, contract: [{ stack: 'services', remove: true }], images: [], services: [] };

    expect(of({ services: stack('A') }, more)).toBe('before');
  });
});

it('templates are the same that differ in nothing CloudFormation would update', () => {
  const Resources = { Web: { Type: 'AWS::ECS::Service' } };
  const text = (more: object) => JSON.stringify({ ...more, Resources });

  expect(templateIdentity(text({ Metadata: { blueprint: '1' }, Description: 'a' }))).toBe(templateIdentity(text({})));
  expect(templateIdentity(text({ Outputs: {} }))).not.toBe(templateIdentity(text({})));
});

it('the newest record is the last one of the life that had begun when the stacks were made', () => {
  const lives = ['2026-01-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'];
  const keys = lives.flatMap((life) => [
    recordKey('shop', life, '2026-07-02T00:00:00.000Z', 'shop-b'),
    recordKey('shop', life, '2026-07-01T00:00:00.000Z', 'shop-z'),
  ]);

  expect(newestRecord('shop', keys, Date.parse('2026-04-01T00:00:00Z'))).toBe(
    'records/shop/2026-03-01T00-00-00-000Z/2026-07-02T00-00-00-000Z-shop-b.json',
  );
  expect(newestRecord('shop', keys, Date.parse('2025-01-01T00:00:00Z'))).toBeUndefined();
});
