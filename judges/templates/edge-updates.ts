import type { Spec } from '../../schemas/gen/spec.types.ts';
import schema from '../../schemas/spec.schema.json' with { type: 'json' };
import { mostTagsOf } from './edge-specs.ts';

/** Updates at the edges: an expanded stack has what runs and what is wanted, and has to stay within the limits of one. */
export function edgeUpdates(): Readonly<Record<string, readonly [before: Spec, after: Spec]>> {
  return {
    'as many services as may be go while as many come as may be, with as many bytes of tags as may be': [
      most('here', mostServices),
      most('there', mostServices - 1),
    ],
  };
}

const mostServices = schema.properties.services.maxProperties;

function most(stem: string, count: number): Spec {
  const names = Array.from({ length: count }, (_, index) => `${stem}-${index}`);
  return {
    services: Object.fromEntries(names.map((name) => [name, { build: name, port: 80, exec: true }])),
    builds: Object.fromEntries(names.map((name) => [name, { files: { Dockerfile: 'FROM scratch' } }])),
    network: { zones: 3 },
    tags: mostTagsOf(70),
  };
}
