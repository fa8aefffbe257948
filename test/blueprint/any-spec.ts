import fc from 'fast-check';
import { logicalId } from '../../domain/logical-id.ts';
import type { Permission, Service, Sidecar, Spec } from '../../schemas/gen/spec.types.ts';

/** A spec with services, which is what most rules are about. */
export type ServedSpec = Spec & Required<Pick<Spec, 'services'>>;

const name = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,12}[a-z0-9])?$/).filter((one) => one !== 'bastion');
const egress = fc.constantFrom('nat' as const, 'endpoints' as const, 'public' as const);
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

const variables = fc.dictionary(fc.stringMatching(/^[A-Z_]{1,8}$/), fc.string({ maxLength: 20 }), { maxKeys: 5 });
const secrets = fc.dictionary(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.constantFrom(
    arn('secretsmanager', 'secret:db-Ab12Cd'),
    arn('secretsmanager', 'secret:db-Ab12Cd:password::'),
    arn('ssm', 'parameter/shop/key'),
  ),
  { maxKeys: 3 },
);
const healthCheck = fc.record(
  {
    command: fc.constant<string[]>(['curl', '-f', 'http://localhost/']),
    intervalSeconds: fc.integer({ min: 5, max: 300 }),
    timeoutSeconds: fc.integer({ min: 2, max: 60 }),
    retries: fc.integer({ min: 1, max: 10 }),
    startSeconds: fc.integer({ min: 0, max: 300 }),
  },
  { requiredKeys: ['command'] },
);
const permissions = fc.array(
  fc.constantFrom<Permission[]>(
    { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::acme-data/*'] },
    { actions: ['sqs:SendMessage'], resources: [arn('sqs', 'orders')] },
    { actions: ['dynamodb:GetItem'], resources: [arn('dynamodb', 'table/orders')] },
  ),
  { maxLength: 2 },
);
const owner = fc.constantFrom(
  'arn:aws:iam::111122223333:user/*',
  'arn:aws:iam::111122223333:role/deployer',
  'arn:aws:iam::*:role/ci/shop',
  'auth0|5f7c8ec7c33c6c004bbafe82',
);
const image = fc.constantFrom('nginx:1.27', 'public.ecr.aws/nginx/nginx:1', 'ghcr.io/acme/app:2');

const sidecar: fc.Arbitrary<Sidecar> = fc.record(
  { image, command: fc.constant<string[]>(['run']), variables, secrets, healthCheck, essential: fc.boolean() },
  { requiredKeys: ['image'] },
);

const service = (builds: readonly string[], names: readonly string[]): fc.Arbitrary<Service> =>
  fc.record(
    {
      port: fc.integer({ min: 1, max: 65535 }),
      allowFrom: fc.uniqueArray(fc.constantFrom('bastion', '10.0.0.0/8', '0.0.0.0/0', ...names), { maxLength: 4 }),
      egress,
      architecture: fc.constantFrom('X86_64' as const, 'ARM64' as const),
      desiredCount: fc.integer({ min: 0, max: 100 }),
      command: fc.constant<string[]>(['sleep', '3600']),
      variables,
      secrets,
      permissions,
      healthCheck,
      sidecars: fc.dictionary(fc.constantFrom('log-router', 'xray', 'proxy-1'), sidecar, { maxKeys: 2 }),
      exec: fc.boolean(),
      logs: fc.record({ retentionDays: fc.constantFrom(0 as const, 1 as const, 7 as const, 365 as const) }),
      ...(builds.length > 0 && { build: fc.constantFrom(...builds) }),
      image,
      mirror: fc.boolean(),
    },
    { requiredKeys: builds.length > 0 ? ['port'] : ['port', 'image'] },
  );

/** Specs that the findings would let through: every stem stands for one name, every service has an image it can reach. */
export const anySpec: fc.Arbitrary<ServedSpec> = fc
  .uniqueArray(name, { maxLength: 4, selector: logicalId })
  .chain((builds) =>
    fc.record(
      {
        services: fc
          .uniqueArray(name, { minLength: 1, maxLength: 6, selector: logicalId })
          .chain((names) => fc.record(Object.fromEntries(names.map((each) => [each, service(builds, names)])))),
        builds: fc.constant(Object.fromEntries(builds.map((each) => [each, { files: { Dockerfile: `FROM ${each}` } }]))),
        network: fc.record({
          cidr: fc.constantFrom('10.0.0.0/16', '172.16.4.0/22', '192.168.7.0/24'),
          zones: fc.integer({ min: 1, max: 3 }),
          nat: fc.constantFrom('single' as const, 'perZone' as const),
        }),
        egress,
        bastion: fc.boolean(),
        paused: fc.constantFrom(false as const, false as const, true as const, 'withNetwork' as const),
        owners: fc.uniqueArray(owner, { minLength: 1, maxLength: 3 }),
        tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z0-9 ]{1,8}$/), { maxKeys: 3 }),
      },
      { requiredKeys: ['services', 'builds', 'network', 'egress', 'bastion', 'tags'] },
    ),
  )
  .map((spec) => {
    const { builds, ...rest } = { ...spec, services: mapServices(spec) };
    return Object.keys(builds).length > 0 ? { ...rest, builds } : rest;
  });

type Drawn = Required<Pick<Spec, 'services' | 'builds' | 'egress' | 'bastion'>>;

function mapServices(spec: Drawn): Record<string, Service> {
  return Object.fromEntries(Object.entries(spec.services).map(([key, one]) => [key, workable(key, one, spec)]));
}

/** One image that exists and can be reached, no secret named like a variable, and a bastion where it is meant. */
function workable(key: string, drawn: Service, { builds, egress: usual, bastion }: Drawn): Service {
  const { image: given, mirror, build, variables: plain = {}, allowFrom, sidecars, ...rest } = drawn;
  const image = given ?? (Object.hasOwn(builds, build ?? key) ? undefined : 'nginx:1.27');
  const behind = (rest.egress ?? usual) === 'endpoints';
  const differ = (map: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(map).filter(([one]) => !Object.hasOwn(rest.secrets ?? {}, one)));
  return {
    ...rest,
    ...(image === undefined ? (build === undefined ? {} : { build }) : { image }),
    ...(image === undefined || mirror === undefined ? {} : { mirror: mirror || behind }),
    ...(drawn.variables === undefined ? {} : { variables: differ(plain) }),
    ...(allowFrom === undefined ? {} : { allowFrom: allowFrom.filter((source) => source !== 'bastion' || bastion) }),
    ...(sidecars === undefined ? {} : { sidecars: Object.fromEntries(Object.entries(sidecars).filter(([one]) => one !== key)) }),
  };
}
