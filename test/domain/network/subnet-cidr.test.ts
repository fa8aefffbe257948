import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SubnetClass, subnetCidr } from '../../../domain/network/subnet-cidr.ts';

const classes: readonly SubnetClass[] = ['public', 'nat', 'endpoints', 'spare'];
const zones = [0, 1, 2, 3];

const range = (cidr: string) => {
  const [address = '', prefix] = cidr.split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start, end: start + 2 ** (32 - Number(prefix)) };
};

const block = fc
  .record({ prefix: fc.integer({ min: 16, max: 24 }), seed: fc.nat() })
  .map(({ prefix, seed }) => `10.${seed % 256}.${(((seed >> 8) % 256) >> (24 - prefix)) << (24 - prefix)}.0/${prefix}`);

describe('the grid', () => {
  test('gives every class and zone of a /16 a /20 of its own', () => {
    expect(subnetCidr('10.0.0.0/16', 'public', 0)).toBe('10.0.0.0/20');
    expect(subnetCidr('10.0.0.0/16', 'public', 1)).toBe('10.0.16.0/20');
    expect(subnetCidr('10.0.0.0/16', 'nat', 0)).toBe('10.0.64.0/20');
    expect(subnetCidr('10.0.0.0/16', 'endpoints', 3)).toBe('10.0.176.0/20');
    expect(subnetCidr('10.0.0.0/16', 'spare', 3)).toBe('10.0.240.0/20');
  });

  test('cuts the smallest block into the smallest subnets of AWS', () => {
    expect(subnetCidr('192.168.7.0/24', 'nat', 1)).toBe('192.168.7.80/28');
  });

  test('holds subnets that stay in the block and never overlap', () => {
    fc.assert(
      fc.property(block, (cidr) => {
        const outer = range(cidr);
        const all = classes.flatMap((each) => zones.map((zone) => range(subnetCidr(cidr, each, zone))));
        all.sort((a, b) => a.start - b.start);
        expect(all[0]?.start).toBe(outer.start);
        expect(all.at(-1)?.end).toBe(outer.end);
        all.slice(1).forEach((each, index) => {
          expect(each.start).toBe(all[index]?.end);
        });
      }),
    );
  });

  test.each(['10.0.0.0/25', '10.0.0.0/28', '10.0.0.0/15', '10.0.0.0', '10.0.300.0/16', 'ten/16'])('refuses %s', (cidr) => {
    expect(() => subnetCidr(cidr, 'public', 0)).toThrow(RangeError);
  });

  test.each([-1, 4, 0.5])('has no zone %s', (zone) => {
    expect(() => subnetCidr('10.0.0.0/16', 'public', zone)).toThrow(RangeError);
  });
});
