import fc from 'fast-check';
import { logicalId } from '../../domain/logical-id.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';

const name = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,12}[a-z0-9])?$/);

const service = (builds: readonly string[]): fc.Arbitrary<Service> =>
  fc.record(
    {
      port: fc.integer({ min: 1, max: 65535 }),
      architecture: fc.constantFrom('X86_64' as const, 'ARM64' as const),
      desiredCount: fc.integer({ min: 0, max: 100 }),
      command: fc.constant(['sleep', '3600'] as [string, ...string[]]),
      variables: fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), fc.string({ maxLength: 20 }), { maxKeys: 5 }),
      exec: fc.boolean(),
      logs: fc.record({ retentionDays: fc.constantFrom(0 as const, 1 as const, 7 as const, 365 as const) }),
      ...(builds.length > 0 && { build: fc.constantFrom(...builds) }),
      image: fc.constantFrom('nginx:1.27', 'public.ecr.aws/nginx/nginx:1', 'ghcr.io/acme/app:2'),
      mirror: fc.boolean(),
    },
    { requiredKeys: builds.length > 0 ? [] : ['image'] },
  );

/** Specs that the findings would let through: every stem stands for one name, every service has an image. */
export const anySpec: fc.Arbitrary<Spec> = fc
  .uniqueArray(name, { maxLength: 4, selector: logicalId })
  .chain((builds) =>
    fc.record({
      services: fc
        .uniqueArray(name, { minLength: 1, maxLength: 6, selector: logicalId })
        .chain((names) => fc.record(Object.fromEntries(names.map((each) => [each, service(builds)])))),
      builds: fc.constant(Object.fromEntries(builds.map((each) => [each, { files: { Dockerfile: `FROM ${each}` } }]))),
      network: fc.record({
        cidr: fc.constantFrom('10.0.0.0/16', '172.16.4.0/22', '192.168.7.0/24'),
        zones: fc.integer({ min: 1, max: 3 }),
      }),
      tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z0-9 ]{1,8}$/), { maxKeys: 3 }),
    }),
  )
  .map(({ services, ...rest }) => ({ ...rest, services: mapServices(services, rest.builds) }));

/** A service without image and build uses the build of its own name, which has to exist. */
function mapServices(services: Record<string, Service>, builds: Record<string, unknown>): Record<string, Service> {
  const hasImage = ([key, value]: [string, Service]) => value.image !== undefined || Object.hasOwn(builds, value.build ?? key);
  return Object.fromEntries(
    Object.entries(services).map((entry) => (hasImage(entry) ? entry : [entry[0], { ...entry[1], image: 'nginx:1.27' }])),
  );
}
