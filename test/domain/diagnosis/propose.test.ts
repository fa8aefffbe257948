import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longerStart } from '../../../domain/diagnosis/longer-start.ts';
import type { Mend } from '../../../domain/diagnosis/mend.ts';
import { outputSignatures } from '../../../domain/diagnosis/output-signatures.ts';
import { propose } from '../../../domain/diagnosis/propose.ts';
import { buildSignatures, planSignatures, stackSignatures, taskSignatures } from '../../../domain/diagnosis/signatures.ts';
import { check } from '../../../domain/spec/check.ts';
import { complete } from '../../../domain/spec/complete.ts';
import { mergePatch } from '../../../domain/spec/merge-patch.ts';
import type { Service, Spec } from '../../../schemas/gen/spec.types.ts';
import { anySpec } from '../spec/any-spec.ts';

const rows = [taskSignatures, outputSignatures, buildSignatures, planSignatures, stackSignatures].flat();
/** Each remedy once, under the last code that has it. */
const mends = [...new Map(rows.flatMap(({ code, mend }) => (mend ? [[mend, code] as const] : []))).entries()].map(
  ([mend, code]) => [code, mend] as const,
);
const mendOf = (code: string): Mend | undefined => rows.find((row) => row.code === code)?.mend;

const wanted = (spec: Spec) => ({ spec, effective: complete(spec) });
const proposed = (code: string, service: Service, text = '') =>
  propose(mendOf(code), wanted({ services: { web: service } }), ['web'], text);
const web: Service = { image: 'nginx:1.27', port: 80 };

it.each(mends)('a patch for %s changes something, and meets no finding the spec did not have', (_code, mend) => {
  let patches = 0;
  fc.assert(
    fc.property(
      anySpec,
      fc.constantFrom('', 'exec format error', 'the image is for linux/arm64, the service runs on x'),
      (spec, text) => {
        const services = Object.keys(spec.services ?? {});
        for (const concerned of [services, ...services.map((one) => [one])]) {
          const { patch, changes } = propose(mend, wanted(spec), concerned, text);
          if (!patch) continue;
          patches += 1;
          const mended = mergePatch(spec, patch);
          const names = (of: unknown) => check(of).map(({ code, pointer }) => `${code} ${pointer}`);
          expect(names(mended).filter((name) => !names(spec).includes(name))).toEqual([]);
          expect(complete(mended as Spec)).not.toEqual(complete(spec));
          expect(changes?.length).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(patches).toBeGreaterThan(0);
});

describe('memory', () => {
  it.each([
    [undefined, undefined, { memory: 1024 }],
    [1024, 8192, { cpu: 2048, memory: 9216 }],
    [256, 2048, { cpu: 512, memory: 3072 }],
    [4096, 30_720, { cpu: 8192, memory: 32_768 }],
    [32_768, 249_856, undefined],
  ] as const)('of cpu %s and %s becomes %j', (cpu, memory, more) => {
    const { patch } = proposed('OUT_OF_MEMORY', { ...web, ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) });

    expect(patch).toEqual(more && { services: { web: more } });
  });

  it('says what it changes, with the defaults', () => {
    expect(proposed('OUT_OF_MEMORY', web).changes).toEqual([{ pointer: '/services/web/memory', before: 512, after: 1024 }]);
  });
});

describe('architecture', () => {
  it.each(['IMAGE_ARCHITECTURE_MISMATCH', 'IMAGE_ARCHITECTURE_UNAVAILABLE'])('of %s becomes the other one', (code) => {
    expect(proposed(code, { ...web, architecture: 'ARM64' }).patch).toEqual({ services: { web: { architecture: 'X86_64' } } });
    expect(proposed(code, web).patch).toEqual({ services: { web: { architecture: 'ARM64' } } });
  });

  it.each<[string, Service, string]>([
    ['beside other containers', { ...web, sidecars: { agent: { image: 'busybox' } } }, ''],
    ['when the image is for neither', web, 'the image is for linux/ppc64le, the service runs on linux/amd64'],
    ['when a copied image says so from inside', web, 'exec /entrypoint.sh: exec format error'],
  ])('stays %s', (_when, service, text) => {
    expect(proposed('IMAGE_ARCHITECTURE_MISMATCH', service, text)).toEqual({});
  });

  it('of what only builds is the spec’s own', () => {
    const spec: Spec = { builds: { app: { files: { Dockerfile: 'FROM scratch\n' } } } };

    expect(propose(mendOf('IMAGE_ARCHITECTURE_UNAVAILABLE'), wanted(spec), [], '').patch).toEqual({ architecture: 'ARM64' });
  });
});

describe('a start', () => {
  const check = { command: ['true'], intervalSeconds: 5, retries: 2 };
  const seconds = (startSeconds: number) => {
    const { patch } = proposed('HEALTH_CHECK_FAILED', { ...web, healthCheck: { ...check, startSeconds } });
    return (patch as { services: { web: Service } } | undefined)?.services.web.healthCheck?.startSeconds;
  };

  it('gets a minute, then twice what it had, and at last nothing more', () => {
    expect([0, 60, 140, 299, 300].map(seconds)).toEqual([60, 140, 300, 300, undefined]);
  });

  it('is only longer for containers that have a check', () => {
    const sidecars = { agent: { image: 'busybox', healthCheck: check }, other: { image: 'busybox' } };

    expect(longerStart({ spec: complete({ services: { web: { ...web, sidecars } } }), services: ['web'], text: '' })).toEqual({
      services: { web: { sidecars: { agent: { healthCheck: { startSeconds: 60 } } } } },
    });
    expect(proposed('HEALTH_CHECK_FAILED', web)).toEqual({});
  });
});

describe('an image that Docker Hub does not give out any more', () => {
  it('is copied, wherever it is pulled in place', () => {
    const sidecars = { agent: { image: 'busybox', mirror: false }, other: { image: 'quay.io/acme/x:1', mirror: false } };

    expect(proposed('DOCKER_HUB_RATE_LIMIT', { ...web, mirror: false, sidecars }).patch).toEqual({
      services: { web: { mirror: true, sidecars: { agent: { mirror: true } } } },
    });
  });

  it('is left alone when it is copied already', () => {
    expect(proposed('DOCKER_HUB_RATE_LIMIT', web)).toEqual({});
  });
});

it('no patch is proposed that would meet another refusal', () => {
  const refused: Mend = () => ({ services: { web: { memory: 777 } } });

  expect(propose(refused, wanted({ services: { web } }), ['web'], '')).toEqual({});
});
