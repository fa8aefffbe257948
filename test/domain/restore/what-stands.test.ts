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
const identities = { one: 'A', two: 'B', both: 'AB' };

/** An update from template `one` to `two`; the foundation goes, having been nothing but what services stood on. */
const record = (more: object = {}) =>
  ({
    environment: { serving: { stacks: { services: applied('one', { Image: 'web@1' }) } } },
    revision: { effective: { services: { web: 'new' }, builds: {} } },
    before: { effective: { services: { web: 'old' }, builds: {} } },
    plan: { stacks: { services: planned('two') }, contract: [], images: [], services: [] },
    ...more,
  }) as unknown as KeptRecord;
const of = (standing: StandingStacks, more?: object) => whatStands(record(more), standing, identities).which;

describe('what stands', () => {
  it('is the newest revision where every stack has its template', () => {
    expect(of({ services: stack('B') })).toBe('newest');
  });

  it('is the one before where nothing has moved', () => {
    expect(of({ services: stack('A') })).toBe('before');
    expect(of({ services: stack('A', { status: 'UPDATE_ROLLBACK_COMPLETE' }) })).toBe('before');
  });

  it('is neither where a parameter is another, a template is nobody’s, or the bucket has lost the template', () => {
    expect(of({ services: stack('A', { parameters: { Image: 'web@2' } }) })).toBe('neither');
    expect(of({ services: stack('C') })).toBe('neither');
    expect(whatStands(record(), { services: stack('B') }, {}).which).toBe('neither');
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

  it('is the one before where only the source of an image differs, until another image runs', () => {
    const plan = { stacks: { services: planned('one') }, contract: [], images: [], services: [] };

    expect(of({ services: stack('A') }, { plan })).toBe('before');
    expect(of({ services: stack('A', { parameters: { Image: 'web@2' } }) }, { plan })).toBe('newest');
  });

  it('is the newest where nothing AWS could show differs', () => {
    const plan = { stacks: { services: planned('one') }, contract: [], images: [], services: [] };

    expect(of({ services: stack('A') }, { plan, before: record().revision })).toBe('newest');
  });

  it('is the newest while what only the one before needed still stands, and says so of the stack', () => {
    const serving = { stacks: { registry: applied('one'), services: applied('one') } };
    const contract = [{ stack: 'registry', remove: true }];
    const plan = { stacks: { services: planned('two') }, contract, images: [], services: [] };

    const stands = whatStands(
      record({ environment: { serving }, plan }),
      { registry: stack('A'), services: stack('B') },
      identities,
    );

    expect(stands).toMatchObject({
      which: 'newest',
      stacks: { registry: { templateKey: 'one' }, services: { templateKey: 'two' } },
    });
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
