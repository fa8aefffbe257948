import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNetwork } from '../../../domain/network/compile-network.ts';
import { demandOf } from '../../../domain/quota/demand-of.ts';
import { quotas } from '../../../domain/quota/quotas.ts';
import { complete } from '../../../domain/spec/complete.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';

const zoneIds = ['euw1-az1', 'euw1-az2', 'euw1-az3'];
const ids = (list: readonly { readonly id: string }[]) => new Set(list.map(({ id }) => id));
const elements = (spec: Spec, before?: Spec) => compileNetwork(complete(spec), before && complete(before)).elements;
const service = { image: 'nginx:1.27', port: 80 };
const single: Spec = { services: { web: service } };
const perZone: Spec = { ...single, network: { nat: 'perZone' } };

const networks = fc.record({
  services: fc.constant({ web: service }),
  egress: fc.constantFrom('nat', 'endpoints', 'public'),
  paused: fc.constantFrom(false, 'withNetwork'),
  network: fc.record({ nat: fc.constantFrom('single', 'perZone'), zones: fc.integer({ min: 1, max: 3 }) }),
}) as fc.Arbitrary<Spec>;

describe('what a network takes of the quotas', () => {
  it('is a VPC, an address, a NAT gateway in its zone and a gateway endpoint for the shortest spec', () => {
    expect(demandOf(elements(single), new Set(), zoneIds)).toEqual([
      { kind: 'vpc', more: 1 },
      { kind: 'address', more: 1 },
      { kind: 'natGateway', zoneId: 'euw1-az1', more: 1 },
      { kind: 'gatewayEndpoint', more: 1 },
    ]);
  });

  it('is what an update adds', () => {
    expect(demandOf(elements(perZone, single), ids(elements(single)), zoneIds)).toEqual([
      { kind: 'address', more: 1 },
      { kind: 'natGateway', zoneId: 'euw1-az2', more: 1 },
    ]);
  });

  it('is what comes back when a network wakes', () => {
    const asleep: Spec = { ...single, paused: 'withNetwork' };
    expect(demandOf(elements(single, asleep), ids(elements(asleep)), zoneIds).map(({ kind }) => kind)).toEqual([
      'address',
      'natGateway',
    ]);
  });

  it('is with what stays as much as there will be', () => {
    fc.assert(
      fc.property(networks, networks, (wanted, running) => {
        const [then, now] = [elements(wanted, running), elements(running)];
        for (const kind of Object.keys(quotas)) {
          const there = ids(now);
          const [all, stays] = [then, then.filter(({ id }) => there.has(id))].map((list) =>
            list.filter((one) => one.kind === kind),
          );
          const more = demandOf(then, ids(now), zoneIds).filter((one) => one.kind === kind);
          expect(more.reduce((sum, one) => sum + one.more, stays?.length ?? 0)).toBe(all?.length);
        }
      }),
    );
  });

  it('is nothing for what runs', () => {
    fc.assert(
      fc.property(networks, (spec) => {
        expect(demandOf(elements(spec, spec), ids(elements(spec)), zoneIds)).toEqual([]);
      }),
    );
  });
});
