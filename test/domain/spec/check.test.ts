import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../../domain/spec/check.ts';
import { validateProblem, validateSpec } from '../../../schemas/gen/validators.js';
import { anyJson, anySpec, oddNames } from './any-spec.ts';

const web = { image: 'nginx:1.27' };
const found = (spec: unknown) => check(spec).map(({ code, pointer }) => `${code} ${pointer}`);
const findingsAreWellFormed = (spec: unknown) =>
  validateProblem({ type: '', title: '', status: 400, code: '', detail: '', findings: check(spec) });

/** The value a pointer's parent leads to; throws when there is none. */
function parentOf(pointer: string, value: unknown): unknown {
  const parts = pointer.split('/').slice(1, -1);
  return parts.reduce((inner, part) => {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (inner === null || typeof inner !== 'object' || !Object.hasOwn(inner, key)) throw new Error(`${pointer} leads nowhere`);
    return (inner as Record<string, unknown>)[key];
  }, value);
}

describe('check', () => {
  it('has nothing against specs that can work', () => {
    fc.assert(fc.property(anySpec, (spec) => validateSpec(spec) && check(spec).every(({ severity }) => severity === 'warning')));
  });

  it('never throws, and says where in whatever JSON it is given', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(findingsAreWellFormed(value)).toBe(true);
        for (const { pointer } of check(value)) expect(() => parentOf(pointer, value)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a good spec with a foreign field anywhere', () => {
    fc.assert(
      fc.property(anySpec, fc.constantFrom(...oddNames.slice(0, 7)), fc.boolean(), (spec, field, deep) => {
        const [name = ''] = Object.keys(spec.services);
        const foreign = JSON.parse(`{${JSON.stringify(field)}: 1}`) as object;
        const extended = { ...(deep ? spec.services[name] : spec) };
        for (const [key, value] of Object.entries(foreign))
          Object.defineProperty(extended, key, { value, enumerable: true, configurable: true });
        const wrong = deep ? { ...spec, services: { ...spec.services, [name]: extended } } : extended;
        expect(check(wrong).some(({ code }) => code === 'FIELD_UNKNOWN')).toBe(true);
        expect(findingsAreWellFormed(wrong)).toBe(true);
      }),
    );
  });

  it('finds everything between fields at once', () => {
    const spec = {
      network: { cidr: '11.0.0.0/16' },
      builds: {
        web: { files: { 'docker/File': 'FROM nginx', big: 'x'.repeat(60_000), bigger: 'x'.repeat(60_000) } },
        api: { files: { Dockerfile: '-----BEGIN RSA PRIVATE KEY-----' } },
      },
      services: {
        web: { cpu: 512, allowFrom: ['nobody', 'bastion', '10.0.0.1/8'] },
        api: { image: 'UPPER', build: 'api' },
        'a-1': web,
        a1: web,
        gone: { build: 'none' },
      },
    };

    expect([...new Set(found(spec))].sort()).toEqual([
      'ALLOW_FROM_UNKNOWN /services/web/allowFrom/0',
      'BASTION_MISSING /services/web/allowFrom/1',
      'BUILD_UNUSED /builds/api',
      'CIDR_INVALID /services/web/allowFrom/2',
      'CIDR_NOT_ALLOWED /network/cidr',
      'DOCKERFILE_MISSING /builds/web/files',
      'FARGATE_SIZE_INVALID /services/web/cpu',
      'FILES_TOO_LARGE /builds/web/files',
      'IMAGE_AND_BUILD /services/api/build',
      'IMAGE_MISSING /services/gone/build',
      'IMAGE_REFERENCE_INVALID /services/api/image',
      'NAMES_TOO_SIMILAR /services/a1',
      'PORT_MISSING /services/web/port',
      'SECRET_VALUE /builds/api/files/Dockerfile',
    ]);
  });

  it('finds everything about the shape at once, names of keys among it', () => {
    const spec = {
      services: { Web: web, api: { port: '80', cpu: 300, logs: { days: 7 }, variables: { '1A': 'x' } } },
      builds: { api: { files: { '../etc/passwd': '' } } },
      tags: { 'aws:own': 'x' },
    };

    expect(found(spec).sort()).toEqual([
      'FIELD_UNKNOWN /services/api/logs/days',
      'NAME_NOT_ALLOWED /builds/api/files/..~1etc~1passwd',
      'NAME_NOT_ALLOWED /services/Web',
      'NAME_NOT_ALLOWED /services/api/variables/1A',
      'NAME_NOT_ALLOWED /tags/aws:own',
      'VALUE_NOT_ALLOWED /services/api/cpu',
      'VALUE_OF_WRONG_TYPE /services/api/port',
    ]);
    expect(check(spec).find(({ pointer }) => pointer === '/services/Web')).toMatchObject({
      message: '`Web` cannot be a name here.',
      remedy: 'Use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.',
    });
  });

  it('refuses what is too large in sum, though every value for itself is not', () => {
    const tags = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`owner-${i}`, 'x'.repeat(200)]));
    const variables = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`V${i}`, 'x'.repeat(4000)]));

    expect(found({ tags, services: { web: { ...web, variables } } })).toEqual([
      'TAGS_TOO_LARGE /tags',
      'TASK_DEFINITION_TOO_LARGE /services/web/variables',
    ]);
  });

  it('refuses more images than a registry has outputs for, and more text than the record holds', () => {
    const crew = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`helper${index}`, index]));
    const services = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => {
        const sidecars = Object.fromEntries(Object.keys(crew).map((name) => [name, { image: `acme/${name}-${at}:1` }]));
        return [`web${at}`, { image: `acme/web-${at}:1`, port: 80, sidecars }];
      }),
    );
    expect(found({ services })).toEqual(['SPEC_TOO_LARGE /services']);
    const page = 'x'.repeat(45_000);
    const build = { files: { Dockerfile: 'FROM scratch', 'one.html': page, 'two.html': page } };
    expect(found({ builds: { one: build, two: build } })).toEqual([]);
    expect(found({ builds: { one: build, two: build, three: build } })).toEqual(['SPEC_TOO_LARGE /builds']);
  });

  it('tells own names from those every object has', () => {
    expect(found({ services: { constructor: {} }, builds: {} })).toEqual(['IMAGE_MISSING /services/constructor']);
    const build = { files: { Containerfile: 'FROM nginx' }, dockerfile: 'toString' };
    expect(found({ services: { web: {} }, builds: { web: build } })).toEqual(['DOCKERFILE_MISSING /builds/web/files']);
  });

  it('never repeats a secret it has found', () => {
    const image = 'https://ada:hunter2@registry.example.com/app';

    const findings = check({ services: { web: { image } }, tags: { note: 'AKIAIOSFODNN7EXAMPLE' } });

    expect(findings.map(({ code }) => code).sort()).toEqual(['IMAGE_REFERENCE_INVALID', 'SECRET_VALUE', 'SECRET_VALUE']);
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|AKIA/);
  });

  it.each([
    ['10.0.0.0/16', []],
    ['172.31.0.0/20', []],
    ['192.168.7.0/24', []],
    ['10.0.0.0/8', ['CIDR_NOT_ALLOWED /network/cidr']],
    ['10.0.0.0/25', ['CIDR_NOT_ALLOWED /network/cidr']],
    ['172.32.0.0/16', ['CIDR_NOT_ALLOWED /network/cidr']],
    ['192.169.0.0/16', ['CIDR_NOT_ALLOWED /network/cidr']],
    ['100.64.0.0/16', ['CIDR_NOT_ALLOWED /network/cidr']],
    ['10.0.1.0/16', ['CIDR_INVALID /network/cidr']],
    ['10.0.0.0/33', ['CIDR_INVALID /network/cidr']],
    ['10.256.0.0/16', ['CIDR_INVALID /network/cidr']],
    ['10.0.0/16', ['CIDR_INVALID /network/cidr']],
    ['010.0.0.0/16', ['CIDR_INVALID /network/cidr']],
    ['10.0.0.0', ['CIDR_INVALID /network/cidr']],
    ['fd00::/16', ['CIDR_INVALID /network/cidr']],
    ['', ['CIDR_INVALID /network/cidr']],
  ])('the network %j: %j', (cidr, findings) => {
    expect(found({ services: { web }, network: { cidr } })).toEqual(findings);
  });
});
