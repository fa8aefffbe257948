import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complete } from '../../../domain/spec/complete.ts';
import type { EffectiveBuild, EffectiveContainer, EffectiveService, EffectiveSpec } from '../../../domain/spec/effective-spec.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../../schemas/gen/validators.js';
import { anySpec } from './any-spec.ts';

/** The effective spec written as a spec: every default spelled out by the caller. */
function spelledOut({ services, builds, bastion, ...rest }: EffectiveSpec, { egress, architecture }: Spec): Spec {
  const container = ({ source, ...one }: EffectiveContainer): object => ({
    ...one,
    ...(source.kind === 'build' ? { build: source.build } : { image: source.reference, mirror: source.kind === 'mirror' }),
  });
  const service = (one: EffectiveService) => ({ ...container(one), sidecars: mapValues(one.sidecars, container) });
  const build = ({ source, architectures, ...one }: EffectiveBuild) => ({
    ...one,
    ...(source.kind === 'files' ? { files: source.files } : {}),
  });
  const written = {
    ...rest,
    ...(egress ? { egress } : {}),
    ...(architecture ? { architecture } : {}),
    bastion: bastion !== undefined,
    services: mapValues(services, service),
  };
  return { ...written, ...(Object.keys(builds).length > 0 ? { builds: mapValues(builds, build) } : {}) } as unknown as Spec;
}

const mapValues = <A, B>(map: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));

describe('complete', () => {
  it('changes nothing any more where every default is written out', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const effective = complete(spec);
        const written = spelledOut(effective, spec);
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
        for (const [name, { image, mirror, build, logs, healthCheck, sidecars, ...said }] of Object.entries(spec.services))
          expect(services[name]).toMatchObject(said);
      }),
    );
  });

  it('writes the defaults of the README', () => {
    expect(complete({ services: { web: { image: 'nginx:1.27' } } })).toEqual({
      services: {
        web: {
          source: { kind: 'mirror', reference: 'nginx:1.27' },
          allowFrom: [],
          egress: 'nat',
          architecture: 'X86_64',
          cpu: 256,
          memory: 512,
          desiredCount: 1,
          variables: {},
          secrets: {},
          permissions: [],
          sidecars: {},
          exec: false,
          logs: { retentionDays: 7 },
        },
      },
      builds: {},
      network: { cidr: '10.0.0.0/16', zones: 2, nat: 'single' },
      protected: false,
      paused: false,
      rebuild: { onBaseImagePush: false, onSourceChange: false, onSecretRotation: false },
      tags: {},
    });
  });

  it('takes from the service first, then from the environment, then from the deployment', () => {
    const spec = {
      architecture: 'ARM64',
      dockerHubSecret: 'arn:own',
      services: { api: {}, web: { image: 'nginx', mirror: false, architecture: 'X86_64' }, job: { build: 'api' } },
      builds: { api: { files: { Dockerfile: 'FROM nginx' } } },
    } satisfies Spec;

    const effective = complete(spec, { dockerHubSecret: 'arn:deployment' });

    expect(effective.dockerHubSecret).toBe('arn:own');
    expect(complete({ services: spec.services }, { dockerHubSecret: 'arn:deployment' }).dockerHubSecret).toBe('arn:deployment');
    expect(effective.services).toMatchObject({
      api: { architecture: 'ARM64', source: { kind: 'build', build: 'api' } },
      web: { architecture: 'X86_64', source: { kind: 'reference', reference: 'nginx' } },
      job: { architecture: 'ARM64', source: { kind: 'build', build: 'api' } },
    });
    expect(effective.builds.api).toEqual({
      source: { kind: 'files', files: { Dockerfile: 'FROM nginx' } },
      path: '.',
      dockerfile: 'Dockerfile',
      args: {},
      architectures: ['ARM64'],
    });
  });
});
