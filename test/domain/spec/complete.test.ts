import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '../../../domain/spec/complete.ts';
import type { EffectiveService, EffectiveSpec } from '../../../domain/spec/effective-spec.ts';
import type { Service, Spec } from '../../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../../schemas/gen/validators.js';
import { anySpec } from './any-spec.ts';

/** The effective spec written as a spec: every default spelled out by the caller. */
function spelledOut({ services, ...rest }: EffectiveSpec): Spec {
  const written = ({ source, ...service }: EffectiveService) => {
    if (source.kind === 'build') return { ...service, build: source.build };
    return { ...service, image: source.reference, mirror: source.kind === 'mirror' };
  };
  const all = Object.entries(services).map(([name, service]) => [name, written(service) as Service]);
  return { ...rest, services: Object.fromEntries(all) } as Spec;
}

describe('complete', () => {
  it('changes nothing any more where every default is written out', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const effective = complete(spec);
        const written = spelledOut(effective);
        expect(validateSpec(written)).toBe(true);
        expect(complete(written)).toEqual(effective);
      }),
    );
  });

  it('keeps what was said', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const { services, tags, network } = complete(spec);
        expect(tags).toEqual(spec.tags ?? {});
        expect(network).toMatchObject(spec.network ?? {});
        for (const [name, { image, mirror, build, logs, ...said }] of Object.entries(spec.services))
          expect(services[name]).toMatchObject(said);
      }),
    );
  });

  it('writes the defaults of the README', () => {
    expect(complete({ services: { web: { image: 'nginx:1.27' } } })).toEqual({
      services: {
        web: {
          source: { kind: 'mirror', reference: 'nginx:1.27' },
          egress: 'nat',
          architecture: 'X86_64',
          cpu: 256,
          memory: 512,
          desiredCount: 1,
          variables: {},
          exec: false,
          logs: { retentionDays: 7 },
        },
      },
      builds: {},
      network: { cidr: '10.0.0.0/16', zones: 2, nat: 'single' },
      protected: false,
      tags: {},
    });
  });

  it('takes from the service first, then from the environment, then from the deployment', () => {
    const spec = {
      architecture: 'ARM64',
      dockerHubSecret: 'arn:own',
      services: { api: {}, web: { image: 'nginx', mirror: false, architecture: 'X86_64' }, job: { build: 'api' } },
      builds: { api: { files: { Dockerfile: 'FROM nginx' } } },
    } as const;

    const effective = complete(spec, { dockerHubSecret: 'arn:deployment' });

    expect(effective.dockerHubSecret).toBe('arn:own');
    expect(complete({ services: spec.services }, { dockerHubSecret: 'arn:deployment' }).dockerHubSecret).toBe('arn:deployment');
    expect(effective.services).toMatchObject({
      api: { architecture: 'ARM64', source: { kind: 'build', build: 'api' } },
      web: { architecture: 'X86_64', source: { kind: 'reference', reference: 'nginx' } },
      job: { architecture: 'ARM64', source: { kind: 'build', build: 'api' } },
    });
    expect(effective.builds.api).toEqual({ files: { Dockerfile: 'FROM nginx' }, dockerfile: 'Dockerfile' });
  });
});
