import { expect, it } from 'vitest';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { inventory } from '../../simulator/inventory.ts';
import { sampled } from '../support/sampled.ts';
import { unsettled } from '../support/unsettled.ts';
import { dockerHubSecret, givenWorld } from '../support/world.ts';
import { endedWatched, lacking } from './support-standing.ts';

const image = 'nginx:1.27';
const one: Service = { image, port: 80 };
const both = (other: Service, rest: Partial<Spec> = {}): Spec => ({ ...rest, services: { other, web: one } });

/** Each takes something away that the running revision stands on; `after` is what is wanted then. */
const walks: readonly (readonly [what: string, before: Spec, after: Spec])[] = [
  ['a service', both({ image }), { services: { web: one } }],
  [
    'a service behind NAT for one behind endpoints',
    { services: { web: one } },
    { services: { api: { ...one, egress: 'endpoints' } } },
  ],
  [
    'a service behind endpoints for one behind NAT',
    { services: { api: { ...one, egress: 'endpoints' } } },
    { services: { web: one } },
  ],
  ['NAT, for endpoints', both({ image }), both({ image }, { egress: 'endpoints' })],
  ['endpoints, for NAT', both({ image }, { egress: 'endpoints' }), both({ image })],
  ['NAT, for public addresses', { services: { web: one } }, { egress: 'public', services: { web: one } }],
  [
    'public addresses, for endpoints',
    { egress: 'public', services: { web: one } },
    { egress: 'endpoints', services: { web: one } },
  ],
  [
    'one endpoint: logs',
    { egress: 'endpoints', services: { web: one } },
    { egress: 'endpoints', services: { web: { ...one, logs: { retentionDays: 0 } } } },
  ],
  [
    'one endpoint and a role’s policy: exec',
    { egress: 'endpoints', services: { web: { ...one, exec: true } } },
    { egress: 'endpoints', services: { web: one } },
  ],
  [
    'the last secret, its endpoint and its policy',
    { egress: 'endpoints', services: { web: { ...one, secrets: { HUB: dockerHubSecret } } } },
    { egress: 'endpoints', services: { web: one } },
  ],
  ['a log group', { services: { web: one } }, { services: { web: { ...one, logs: { retentionDays: 0 } } } }],
  [
    'a NAT gateway in every zone, for one',
    { network: { nat: 'perZone' }, services: { web: one } },
    { network: { nat: 'single' }, services: { web: one } },
  ],
  ['a zone', { network: { zones: 3 }, services: { web: one } }, { network: { zones: 2 }, services: { web: one } }],
  ['a zone of endpoints', both(one, { egress: 'endpoints' }), both(one, { egress: 'endpoints', network: { zones: 1 } })],
  [
    'who may connect, and the name others call it by',
    { services: { api: { ...one, allowFrom: ['web'] }, web: one } },
    { services: { api: one, web: one } },
  ],
  ['the bastion', { bastion: true, services: { web: one } }, { services: { web: one } }],
  [
    'every service, and with them all but the images',
    { builds: { site: { files: { Dockerfile: `FROM ${image}` } } }, services: { web: one } },
    { builds: { site: { files: { Dockerfile: `FROM ${image}` } } } },
  ],
];

it.each(sampled(walks, 5))(
  'an update that takes away %s lets tasks of what serves start at every moment, and orphans nothing',
  async (_what, before, after) => {
    const world = await givenWorld();
    expect(await world.ended(await world.put('hello', before))).toMatchObject({ status: 'SUCCEEDED' });
    await world.passes(5);

    const { operation, missed } = await endedWatched(world, await world.put('hello', after), lacking);

    expect(operation).toMatchObject({ kind: 'UPDATE', status: 'SUCCEEDED' });
    expect(missed).toEqual([]);
    await world.passes(5);
    const fresh = await givenWorld();
    await fresh.ended(await fresh.put('hello', after));
    await fresh.passes(5);
    expect(inventory(world.region)).toEqual(inventory(fresh.region));

    const { body } = await world.request<{ operation: string }>('DELETE', '/environments/hello');
    expect(await world.ended(body.operation)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await unsettled(world)).toEqual([]);
  },
);
