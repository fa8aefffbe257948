import { describe, expect, it } from 'vitest';
import { check } from '../../../domain/spec/check.ts';
import { checkChange } from '../../../domain/spec/check-change.ts';
import { checkStaying } from '../../../domain/spec/check-owners.ts';
import { checkOffers, notListed } from '../../../domain/spec/check-references.ts';
import { complete } from '../../../domain/spec/complete.ts';
import type { Deployment } from '../../../domain/spec/deployment.ts';
import { type FindingCode, findings } from '../../../domain/spec/finding.ts';
import type { Finding } from '../../../schemas/gen/api.types.ts';
import type { Spec } from '../../../schemas/gen/spec.types.ts';

const web = { image: 'nginx:1.27' };
const only = (service: object, more: object = {}) => ({ ...more, services: { web: service } });
const built = (build: object) => ({ services: { web: {} }, builds: { web: build } });
const files = { Dockerfile: 'FROM nginx:1.27' };
const secret = (name: string, place = 'eu-west-1:111122223333') => `arn:aws:secretsmanager:${place}:secret:${name}-Ab12Cd`;
const many = <T>(count: number, of: (index: number) => readonly [string, T]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => of(index)));
const deployment: Deployment = { region: 'eu-west-1', account: '111122223333' };
const ecr = (repository: string) => `111122223333.dkr.ecr.eu-west-1.amazonaws.com/${repository}:1`;
const behind = (image: string) => only({ image, mirror: false, egress: 'endpoints' });
const sqs = { actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:111122223333:orders'] };

/** Twenty-five services with as many ways into each as a row may have. */
const crowd = {
  services: many(25, (index) => [
    `s${index}`,
    { ...web, port: 80, allowFrom: Array.from({ length: 20 }, (_, row) => `10.0.${index + row}.0/24`) },
  ]),
};

interface Specimen {
  readonly spec: unknown;
  readonly at: string;
  /** What serves, where the finding is about a change. */
  readonly serving?: Spec;
  readonly deployment?: Deployment;
  /** Who sends it, to an environment another one has created. */
  readonly actor?: string;
}

/** The least that is wrong in this one way. */
const specimens: Readonly<Record<FindingCode, Specimen>> = {
  FIELD_UNKNOWN: { spec: only({ ...web, prot: 80 }), at: '/services/web/prot' },
  FIELD_MISSING: { spec: only({ ...web, healthCheck: {} }), at: '/services/web/healthCheck/command' },
  NAME_NOT_ALLOWED: { spec: { services: { Web: web } }, at: '/services/Web' },
  VALUE_NOT_ALLOWED: { spec: only({ ...web, cpu: 300 }), at: '/services/web/cpu' },
  VALUE_OF_WRONG_TYPE: { spec: only({ ...web, port: '80' }), at: '/services/web/port' },
  SPEC_EMPTY: { spec: {}, at: '' },
  NAME_RESERVED: { spec: { services: { bastion: web } }, at: '/services/bastion' },
  NAMES_TOO_SIMILAR: { spec: { services: { 'a-1': web, a1: web } }, at: '/services/a1' },
  FARGATE_SIZE_INVALID: { spec: only({ ...web, cpu: 1024 }), at: '/services/web/cpu' },
  IMAGE_AND_BUILD: { spec: only({ ...web, build: 'b' }), at: '/services/web/build' },
  IMAGE_MISSING: { spec: only({}), at: '/services/web' },
  IMAGE_REFERENCE_INVALID: { spec: only({ image: 'UPPER' }), at: '/services/web/image' },
  IMAGE_UNREACHABLE: { spec: behind('nginx:1.27'), at: '/services/web/mirror' },
  IMAGE_BEHIND_CACHE: { spec: behind(ecr('docker-hub/library/nginx')), at: '/services/web/mirror', deployment },
  MIRROR_WITHOUT_IMAGE: { spec: { services: { web: { mirror: true } }, builds: { web: { files } } }, at: '/services/web/mirror' },
  BUILD_SOURCE: { spec: built({}), at: '/builds/web' },
  BUILD_SOURCE_PART: { spec: built({ files, ref: 'main' }), at: '/builds/web/ref' },
  BUILD_UNUSED: { spec: only(web, { builds: { other: { files } } }), at: '/builds/other' },
  BUILD_ARG_SECRET: { spec: built({ files, args: { API_TOKEN: 'x' } }), at: '/builds/web/args/API_TOKEN' },
  DOCKERFILE_MISSING: { spec: built({ files: { Containerfile: 'FROM nginx' } }), at: '/builds/web/files' },
  FILES_TOO_LARGE: {
    spec: built({ files: { ...files, a: 'x'.repeat(60_000), b: 'x'.repeat(60_000) } }),
    at: '/builds/web/files',
  },
  SECRET_VALUE: { spec: only({ ...web, variables: { KEY: 'AKIAIOSFODNN7EXAMPLE' } }), at: '/services/web/variables/KEY' },
  SECRET_ELSEWHERE: {
    spec: only({ ...web, secrets: { KEY: secret('key', 'eu-west-1:444455556666') } }),
    at: '/services/web/secrets/KEY',
    deployment,
  },
  VARIABLE_AND_SECRET: {
    spec: only({ ...web, variables: { KEY: 'x' }, secrets: { KEY: secret('key') } }),
    at: '/services/web/secrets/KEY',
  },
  SIDECAR_NAME_TAKEN: { spec: only({ ...web, sidecars: { web } }), at: '/services/web/sidecars/web' },
  HEALTH_UNKNOWN: {
    spec: only({ ...web, healthCheck: { command: ['true'] }, sidecars: { log: web } }),
    at: '/services/web/sidecars/log',
  },
  PORT_TAKEN: {
    spec: only({ ...web, port: 80, sidecars: { log: { ...web, port: 80 } } }),
    at: '/services/web/sidecars/log/port',
  },
  PORT_MISSING: { spec: only({ ...web, allowFrom: ['10.0.0.0/16'] }), at: '/services/web/port' },
  ALLOW_FROM_UNKNOWN: { spec: only({ ...web, port: 80, allowFrom: ['nobody'] }), at: '/services/web/allowFrom/0' },
  ALLOW_FROM_UNREACHABLE: { spec: only({ ...web, port: 80, allowFrom: ['203.0.113.0/24'] }), at: '/services/web/allowFrom/0' },
  BASTION_MISSING: { spec: only({ ...web, port: 80, allowFrom: ['bastion'] }), at: '/services/web/allowFrom/0' },
  CIDR_INVALID: { spec: only(web, { network: { cidr: '10.0.0.1/16' } }), at: '/network/cidr' },
  CIDR_NOT_ALLOWED: { spec: only(web, { network: { cidr: '11.0.0.0/16' } }), at: '/network/cidr' },
  PERMISSION_TOO_WIDE: {
    spec: only({ ...web, permissions: [{ actions: ['iam:PassRole'], resources: ['*'] }] }),
    at: '/services/web/permissions/0/actions/0',
  },
  ENDPOINT_UNKNOWN: {
    spec: only({ ...web, egress: 'endpoints', permissions: [{ actions: ['ses:SendEmail'], resources: ['*'] }] }),
    at: '/services/web/permissions/0/actions/0',
  },
  REFERENCE_NOT_OFFERED: {
    spec: only({ ...web, permissions: [sqs] }),
    at: '/services/web/permissions/0',
    deployment: { ...deployment, offers: [] },
  },
  OWNER_INVALID: { spec: only(web, { owners: ['arn:aws:iam::111122223333:root'] }), at: '/owners/0' },
  OWNERS_WITHOUT_YOU: { spec: only(web, { owners: ['ada'] }), at: '/owners', actor: 'grace' },
  SCHEDULE_INVALID: { spec: { ...only(web), rebuild: { schedule: 'rate(5 minutes)' } }, at: '/rebuild/schedule' },
  TAGS_TOO_LARGE: { spec: only(web, { tags: many(20, (index) => [`owner-${index}`, 'x'.repeat(200)]) }), at: '/tags' },
  TASK_DEFINITION_TOO_LARGE: {
    spec: only({ ...web, variables: many(16, (index) => [`V${index}`, 'x'.repeat(4000)]) }),
    at: '/services/web/variables',
  },
  POLICY_TOO_LARGE: {
    spec: only({ ...web, secrets: many(50, (index) => [`S${index}`, secret(`${index}${'x'.repeat(100)}`)]) }),
    at: '/services/web',
  },
  SPEC_TOO_LARGE: { spec: crowd, at: '/services' },
  NETWORK_IMMUTABLE: {
    spec: only(web, { network: { cidr: '10.9.0.0/16' } }),
    at: '/network/cidr',
    serving: { services: { web } },
  },
  CHANGE_TOO_LARGE: {
    spec: { services: many(25, (index) => [`new${index}`, web]) },
    at: '/services',
    serving: { services: many(25, (index) => [`old${index}`, web]) },
  },
};

const said = ({ spec, serving, deployment: known, actor }: Specimen): readonly Finding[] => [
  ...check(spec, known),
  ...(actor ? checkStaying(spec as Spec, { actor, createdBy: 'creator', admins: [] }) : []),
  ...(serving ? checkChange(complete(serving), complete(spec as Spec)) : []),
];

describe('every finding of the catalogue', () => {
  it('has a specimen', () => {
    expect(Object.keys(specimens).sort()).toEqual(Object.keys(findings).sort());
  });

  it.each(Object.entries(specimens))('%s is said of its specimen, at its place, and nothing else is', (code, specimen) => {
    const found = said(specimen);

    expect(found.map((one) => `${one.code} ${one.pointer}`)).toEqual([`${code} ${specimen.at}`]);
    const [{ severity, message, remedy } = { severity: '', message: '', remedy: '' }] = found;
    expect(severity).toBe(findings[code as FindingCode][0]);
    expect(message).toMatch(/^[A-Z`\d].*[.?]$/s);
    expect(remedy).toMatch(/^[A-Z].*[.?]$|^Whoever /s);
    expect(remedy).not.toBe(message);
  });

  it.each(Object.entries(specimens))(
    '%s points at what is there, or at the place something is missing from',
    (_code, { spec, at }) => {
      const parts = at.split('/').slice(1, -1);
      const parent = parts.reduce<unknown>((inner, part) => (inner as Record<string, unknown>)[part], spec);

      expect(parent).toBeTypeOf('object');
    },
  );
});

describe('what only AWS can say', () => {
  const spec = { services: { web: { ...web, secrets: { KEY: secret('key') } } } } satisfies Spec;
  const references = notListed(spec, { ...deployment, offers: [] });

  it('refuses what is tagged for nobody or for others, and names the command that offers it', () => {
    for (const offeredTo of [{}, { [secret('key')]: 'another' }]) {
      const [one] = checkOffers('shop', references, offeredTo);

      expect(one).toMatchObject({ code: 'REFERENCE_NOT_OFFERED', severity: 'refusal', pointer: '/services/web/secrets/KEY' });
      expect(one?.remedy).toContain(`--resource-arn-list ${secret('key')} --tags moorage:offered-to=shop`);
    }
  });

  it('admits what is tagged for it or for all', () => {
    for (const to of ['shop', '*']) expect(checkOffers('shop', references, { [secret('key')]: to })).toEqual([]);
  });
});
