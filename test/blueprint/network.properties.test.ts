import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Template } from '../../blueprint/rendered.ts';
import { compileNetwork } from '../../domain/network/compile-network.ts';
import type { Network } from '../../domain/network/network.ts';
import { complete } from '../../domain/spec/complete.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { networkOf } from '../support/network-of-template.ts';
import { type Standing, unmetNeeds } from '../support/unmet-needs.ts';
import { without } from '../support/without.ts';
import { anySpec } from './any-spec.ts';
import { renderSpec, stackOf } from './render-spec.ts';

const region = 'eu-west-1';
const parameters = { Zone1: 'euw1-az1', Zone2: 'euw1-az2', Zone3: 'euw1-az3', BastionImageId: 'ami-0123456789abcdef0' };

/** The network as the template makes it, found by the places the compiler gave out. */
function stand(template: Template, compiled: Network): Standing {
  const declared = Object.fromEntries(Object.entries(parameters).filter(([name]) => template.Parameters?.[name] !== undefined));
  const { ec2, idOf } = networkOf(template, { parameters: declared, region });
  const there = (id: string) => Object.hasOwn(template.Resources, id);
  const placeOf = (name: string) => (name === 'bastion' ? compiled.bastion : compiled.placements[name]);
  const instance = Object.keys(template.Resources).find((id) => template.Resources[id]?.Type === 'AWS::EC2::Instance');
  return {
    ec2,
    region,
    subnetsOf: (name) => {
      if (name === 'bastion' && !instance) return [];
      return (placeOf(name)?.subnets ?? []).filter(there).map(idOf);
    },
    groupOf: (name) => {
      const id = placeOf(name)?.group;
      return id !== undefined && there(id) ? idOf(id) : undefined;
    },
  };
}

function unmet(spec: EffectiveSpec, template: Template, compiled: Network): readonly string[] {
  try {
    return unmetNeeds(spec, stand(template, compiled));
  } catch (error) {
    return [error instanceof Error ? error.message : 'refused'];
  }
}

const awake = (spec: EffectiveSpec): EffectiveSpec => ({ ...spec, paused: false });
/** A class in which only the bastion lives: it is one machine, in one zone, and what another zone costs serves nobody. */
const bastionAlone = (egress: 'nat' | 'endpoints' | 'public'): Spec => ({
  services: { web: { image: 'nginx:1.27', port: 80, egress: egress === 'public' ? 'nat' : 'public' } },
  network: { cidr: '10.0.0.0/16', zones: 2, nat: 'perZone' },
  egress,
  bastion: true,
});
const runs = { numRuns: Number(process.env.MOORAGE_SPECS ?? 10) };

describe('whatever the spec, its network', () => {
  test('carries everything that is declared, of every task wherever it is put', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const effective = complete(spec);
        const { template } = stackOf(renderSpec(spec), 'foundation');
        expect(unmetNeeds(effective, stand(template, compileNetwork(effective)))).toEqual([]);
      }),
      { numRuns: runs.numRuns * 4 },
    );
  });

  test('has no element too many: without a required one something breaks, without any other nothing does', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const effective = awake(complete(spec));
        const compiled = compileNetwork(effective);
        const { template } = stackOf(renderSpec({ ...spec, paused: false }), 'foundation');
        for (const { id, why, reason } of compiled.elements) {
          const broken = unmet(effective, without(template, id), compiled);
          expect([id, why, reason, broken.length > 0 ? 'breaks' : 'holds', ...broken.slice(0, 1)].slice(0, 4)).toEqual([
            id,
            why,
            reason,
            why === 'required' ? 'breaks' : 'holds',
          ]);
        }
      }),
      { ...runs, examples: (['nat', 'endpoints', 'public'] as const).map((egress) => [bastionAlone(egress)]) },
    );
  });

  test('asleep is the same without what costs by the hour and the routes to it, and every task keeps its place', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const whole = compileNetwork(awake(complete(spec)));
        const asleep = compileNetwork({ ...complete(spec), paused: 'withNetwork' });
        const left = whole.elements.filter((one) => {
          if (one.kind === 'defaultRoute') return one.nat === undefined;
          return !['natGateway', 'address', 'interfaceEndpoint'].includes(one.kind);
        });
        expect(asleep).toEqual({ elements: left, placements: whole.placements });
      }),
      runs,
    );
  });

  test('is made of resources of the template, each element one, under ids that stand for nothing else', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { elements } = compileNetwork(complete(spec));
        const { template } = stackOf(renderSpec(spec), 'foundation');
        const network = Object.entries(template.Resources).filter(
          ([, { Type }]) => Type.startsWith('AWS::EC2::') && Type !== 'AWS::EC2::Instance',
        );
        expect(network.map(([id]) => id).sort()).toEqual(elements.map(({ id }) => id).sort());
      }),
      runs,
    );
  });
});

describe('while an update runs, the network', () => {
  test('carries what runs and what is wanted, whatever the two are', () => {
    fc.assert(
      fc.property(anySpec, anySpec, (before, after) => {
        const [running, wanted] = [
          complete(before),
          complete({ ...after, network: { ...after.network, cidr: before.network?.cidr ?? '' } }),
        ];
        const both = compileNetwork(wanted, running);
        const expanded = renderSpec(
          { ...after, network: { ...after.network, cidr: before.network?.cidr ?? '' } },
          { before: running },
        );
        const { template } = stackOf(expanded, 'foundation');
        expect(unmetNeeds(wanted, stand(template, both))).toEqual([]);
        const old = { ...both, placements: compileNetwork(running).placements, bastion: undefined };
        const { bastion: _, ...withoutBastion } = running;
        expect(unmetNeeds(withoutBastion, stand(template, old as unknown as Network))).toEqual([]);
      }),
      runs,
    );
  });
});
