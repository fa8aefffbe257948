import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkChange } from '../../../domain/spec/check-change.ts';
import { complete } from '../../../domain/spec/complete.ts';
import { anySpec } from './any-spec.ts';

const web = { services: { web: { image: 'nginx:1.27' } } };

it('leaves every change to a spec alone that keeps the network', () => {
  fc.assert(
    fc.property(anySpec, anySpec, (before, after) => {
      const wanted = { ...after, network: { ...after.network, cidr: before.network?.cidr ?? '10.0.0.0/16' } };
      expect(checkChange(complete(before), complete(wanted))).toEqual([]);
    }),
  );
});

it('refuses another network, be it written or the default, and says which one stays', () => {
  const serving = complete({ ...web, network: { cidr: '10.8.0.0/16' } });

  for (const wanted of [web, { ...web, network: { zones: 3 } }, { ...web, network: { cidr: '10.9.0.0/16' } }])
    expect(checkChange(serving, complete(wanted))).toMatchObject([
      {
        severity: 'refusal',
        code: 'NETWORK_IMMUTABLE',
        pointer: '/network/cidr',
        remedy: 'Write "10.8.0.0/16", or create an environment of another name and DELETE this one.',
      },
    ]);
});

it('refuses an update that would have more services at once than a template has outputs for', () => {
  const many = (prefix: string, count: number) => ({
    services: Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}-${i}`, { image: 'nginx:1.27' }])),
  });

  expect(checkChange(complete(many('old', 25)), complete(many('new', 25)))).toMatchObject([
    { severity: 'refusal', code: 'CHANGE_TOO_LARGE', pointer: '/services' },
  ]);
  expect(checkChange(complete(many('old', 25)), complete(many('new', 24)))).toEqual([]);
});
