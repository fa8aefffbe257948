import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageJobs } from '../../../domain/image/image-jobs.ts';
import { imageParameter } from '../../../domain/image/image-parameter.ts';
import { complete } from '../../../domain/spec/complete.ts';
import { containersOf } from '../../../domain/spec/containers-of.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';
import { anySpec } from '../spec/any-spec.ts';

const jobsOf = (spec: Spec) => imageJobs(complete(spec));
const files = { Dockerfile: 'FROM nginx:1.27' };

describe('imageJobs', () => {
  it('is one job for services whose images have one source', () => {
    const jobs = jobsOf({
      services: {
        web: { image: 'nginx:1.27' },
        admin: { image: 'docker.io/library/nginx:1.27' },
        api: {},
        worker: { build: 'api' },
      },
      builds: { api: { files } },
    });

    expect(jobs.map(({ uses }) => uses.map(({ service }) => service))).toEqual([
      ['admin', 'web'],
      ['api', 'worker'],
    ]);
  });

  it('is two jobs in one repository for two tags of an image', () => {
    const [old, fresh] = jobsOf({ services: { a: { image: 'nginx:1.27' }, b: { image: 'nginx:1.28' } } });

    expect(old?.repository).toBe(fresh?.repository);
    expect(old?.key).not.toBe(fresh?.key);
    expect(old?.sourceHash).not.toBe(fresh?.sourceHash);
  });

  it('keeps architectures, registries and builds apart that share a name', () => {
    const jobs = jobsOf({
      services: {
        a: { image: 'nginx:1' },
        b: { image: 'nginx:1', architecture: 'ARM64' },
        c: { image: 'ghcr.io/library/nginx:1' },
        nginx: {},
      },
      builds: { nginx: { files } },
    });

    expect(new Set(jobs.map(({ repository }) => repository)).size).toBe(4);
    expect(new Set(jobs.map(({ key }) => key)).size).toBe(4);
  });

  it('is the same repository and another job when a build’s files change', () => {
    const build = (text: string) => jobsOf({ services: { api: {} }, builds: { api: { files: { Dockerfile: text } } } })[0];

    expect(build('FROM a')?.repository).toBe(build('FROM b')?.repository);
    expect(build('FROM a')?.key).not.toBe(build('FROM b')?.key);
    expect(build('FROM a')).toEqual(build('FROM a'));
  });

  it('has nothing to do for images pulled in place, and makes a build nobody uses', () => {
    const web = { image: 'nginx', mirror: false };
    expect(jobsOf({ services: { web } })).toEqual([]);
    expect(jobsOf({ services: { web }, builds: { idle: { files } } })).toMatchObject([{ source: { name: 'idle' }, uses: [] }]);
    expect(jobsOf({ architecture: 'ARM64', builds: { idle: { files } } })).toMatchObject([{ architecture: 'ARM64' }]);
  });

  it('is one job for each architecture a build is used on', () => {
    const jobs = jobsOf({
      services: { a: { build: 'app' }, b: { build: 'app', architecture: 'ARM64' }, c: { build: 'app' } },
      builds: { app: { files } },
    });

    expect(jobs.map(({ architecture, uses }) => [architecture, uses.map(({ service }) => service)])).toEqual([
      ['X86_64', ['a', 'c']],
      ['ARM64', ['b']],
    ]);
  });

  it('shares a sidecar’s image with services that have the same', () => {
    const proxy = { image: 'envoy:1' };
    const jobs = jobsOf({ services: { web: { image: 'nginx:1', sidecars: { proxy } }, edge: { image: 'envoy:1' } } });

    expect(jobs.map(({ uses }) => uses)).toEqual([
      [{ service: 'edge' }, { service: 'web', sidecar: 'proxy' }],
      [{ service: 'web' }],
    ]);
  });

  it('does not depend on the order anything was written in', () => {
    const turned = <T>(map: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(map).reverse());
    fc.assert(
      fc.property(anySpec, (spec) => {
        const reversed = { ...spec, services: turned(spec.services), builds: turned(spec.builds ?? {}) };
        expect(jobsOf(reversed)).toEqual(jobsOf(spec));
      }),
    );
  });

  it('covers every container that needs an image exactly once, under keys and repositories ECR takes', () => {
    fc.assert(
      fc.property(anySpec, (spec) => {
        const jobs = jobsOf(spec);
        const needing = Object.entries(complete(spec).services).flatMap(([name, service]) =>
          containersOf(name, service)
            .filter(({ source }) => source.kind !== 'reference')
            .map((one) => imageParameter({ service: name, ...(one.sidecar ? { sidecar: one.name } : {}) })),
        );
        expect(jobs.flatMap(({ uses }) => uses.map(imageParameter)).sort()).toEqual(needing.sort());
        expect(new Set(jobs.map(({ key }) => key)).size).toBe(jobs.length);
        for (const { key, repository } of jobs)
          for (const name of [key, repository]) expect(name).toMatch(/^[a-z][a-z0-9-]*-[0-9a-f]{6}$/);
      }),
    );
  });
});
