import { fargateSizes } from '../../domain/spec/fargate-sizes.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import schema from '../../schemas/spec.schema.json' with { type: 'json' };
import type { Run } from '../judge-of.ts';

type Cpu = NonNullable<Service['cpu']>;
type Retention = NonNullable<NonNullable<Service['logs']>['retentionDays']>;

const { maxProperties: mostServices } = schema.properties.services;
const { maxProperties: mostTags, propertyNames: tagKey, additionalProperties: tagValue } = schema.properties.tags;
const plain = { image: 'nginx:1.27', mirror: false } as const;
const web: Readonly<Record<string, Service>> = { web: { image: 'nginx:1.27' } };

/** Specs at the edges of what is let through. A generator comes near them once in a thousand draws. */
export function edgeSpecs(size: Run['size']): Readonly<Record<string, Spec>> {
  const common = {
    ...sizes(),
    'every retention of logs': { services: retentions() },
    'the longest tag': { services: { web: { build: 'web' } }, builds: builds(['web']), tags: longestTags(1) },
    'Docker Hub secret': {
      services: web,
      dockerHubSecret: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:docker-hub-AbCdEf',
    },
  };
  if (size === 'small') return { ...common, ...networks([16, 24]) };
  return {
    ...common,
    ...networks([16, 17, 18, 19, 20, 21, 22, 23, 24]),
    'the most of everything': most({}),
    'the most of everything, with as many tags as may be and as long as they may be together': most(mostTagsOf(70)),
  };
}

/** Every size of task, in as few environments as hold them. Without logs they stand on one and the same foundation. */
function sizes(): Record<string, Spec> {
  const services = Object.entries(fargateSizes).flatMap(([cpu, memories]) =>
    memories.map((memory): Service => ({ ...plain, cpu: Number(cpu) as Cpu, memory, logs: { retentionDays: 0 } })),
  );
  const specs: Record<string, Spec> = {};
  for (let from = 0; from < services.length; from += mostServices)
    specs[`every Fargate size from the ${from + 1}.`] = { services: numbered(services.slice(from, from + mostServices)) };
  return specs;
}

const retentions = (): Record<string, Service> =>
  numbered(
    schema.$defs.Logs.properties.retentionDays.enum.map((days) => ({ ...plain, logs: { retentionDays: days as Retention } })),
  );

const numbered = (services: readonly Service[]): Record<string, Service> =>
  Object.fromEntries(services.map((service, index) => [`s${index}`, service]));

/** Every size of network and every number of zones: subnets must lie inside and not upon each other. */
function networks(prefixes: readonly number[]): Record<string, Spec> {
  const cidrs = prefixes.flatMap((prefix) => ['10.0.0.0', '172.31.0.0', '192.168.0.0'].map((block) => `${block}/${prefix}`));
  return Object.fromEntries(
    cidrs.map((cidr, index) => {
      const zones = (index % 3) + 1;
      return [`${cidr} in ${zones} zones`, { services: web, network: { cidr, zones } }];
    }),
  );
}

/** As many services, images and zones as may be, with names as long as they may be. */
function most(tags: Readonly<Record<string, string>>): Spec {
  const names = Array.from({ length: mostServices }, (_, index) => `service-${index}`.padEnd(30, 'x'));
  return {
    services: Object.fromEntries(names.map((name) => [name, { build: name, port: 65535, exec: true, desiredCount: 100 }])),
    builds: builds(names),
    network: { zones: 3 },
    tags,
  };
}

const builds = (names: readonly string[]): NonNullable<Spec['builds']> =>
  Object.fromEntries(names.map((name) => [name, { files: { Dockerfile: 'FROM scratch' } }]));

/** As many as may be, each with so many bytes: forty of 70 are the 2,800 bytes that may be. */
export const mostTagsOf = (bytes: number): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: mostTags }, (_, index) => [`tag${index}`.padEnd(20, 'k'), 'v'.repeat(bytes - 20)]));

const longestTags = (count: number): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`tag${index}`.padEnd(tagKey.maxLength, 'k'), 'v'.repeat(tagValue.maxLength)]),
  );
