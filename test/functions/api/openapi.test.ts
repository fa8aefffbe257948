import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { type Route, routes } from '../../../functions/routes.ts';
import spec from '../../../schemas/spec.schema.json' with { type: 'json' };
import { givenWorld } from '../../support/world.ts';
import { contractOf, type OpenApi } from './contract.ts';
import { small } from './serving.ts';

const world = await givenWorld();
const { body: document } = await world.request<OpenApi>('GET', '/openapi.json');
const faults = await contractOf(world);

/** Every `$ref` anywhere in the document. */
function refsIn(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : refsIn(inner)));
}

describe('GET /openapi.json', () => {
  it('is OpenAPI 3.1 with every route of the catalog, and no other', () => {
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('has no reference that leads nowhere', () => {
    const refs = refsIn(document);

    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1] ?? '';
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it('says of every route its parameters, its body and what it answers', () => {
    for (const { method, path, answers, body } of routes as readonly Route[]) {
      const operation = document.paths[path]?.[method.toLowerCase()] as {
        readonly operationId: string;
        readonly parameters?: readonly { readonly name: string; readonly in: string }[];
        readonly requestBody?: object;
        readonly responses: object;
      };
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
      expect(inPath).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(operation.requestBody !== undefined).toBe(body !== undefined);
      expect(Object.keys(operation.responses)).toEqual([...Object.keys(answers), '4XX', '5XX']);
    }
  });

  it('has schemas a validator accepts, the spec among them as it is', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(document, 'openapi');

    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.compile({ $ref: `openapi#/components/schemas/${name}` })).not.toThrow();
    const validate = ajv.compile({ $ref: 'openapi#/components/schemas/Spec' });
    expect([validate(small), validate({ services: { Web: {} } }), validate({ ...small, egres: 'nat' })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['PUT', '/environments/{name}', '/environments/one', small],
    ['PUT', '/environments/{name}', '/environments/one', { services: {} }],
    ['PATCH', '/environments/{name}', '/environments/one', { tags: {} }],
    ['POST', '/environments', '/environments', { name: 'two', spec: small }],
    ['POST', '/environments', '/environments', { name: 'Two' }],
    ['GET', '/environments', '/environments?limit=1', undefined],
    ['GET', '/environments', '/environments?limit=none', undefined],
    ['GET', '/environments/{name}', '/environments/one', undefined],
    ['GET', '/environments/{name}', '/environments/nowhere', undefined],
    ['DELETE', '/environments/{name}', '/environments/one', undefined],
    ['GET', '/operations', '/operations?environment=one', undefined],
    ['GET', '/operations/{id}', '/operations/none', undefined],
    ['POST', '/operations/{id}/cancel', '/operations/none/cancel', undefined],
    ['GET', '/openapi.json', '/openapi.json', undefined],
    ['GET', '/schemas/spec.json', '/schemas/spec.json', undefined],
    ['GET', '/health', '/health', undefined],
    ['GET', '/environments/{name}/health', '/environments/one/health', undefined],
    ['GET', '/environments/{name}/logs', '/environments/one/logs', undefined],
    ['PUT', '/freeze', '/freeze', { reason: 'a' }],
    ['PUT', '/freeze', '/freeze', {}],
    ['GET', '/freeze', '/freeze', undefined],
    ['PUT', '/environments/{name}', '/environments/frozen', small],
    ['DELETE', '/freeze', '/freeze', undefined],
  ] as const)('describes what %s %s answers to %s %j', async (method, route, path, body) => {
    expect(faults(method, route, await world.request(method, path, body))).toEqual([]);
  });
});

describe('GET /schemas/spec.json', () => {
  it('is the schema specs are judged by, under its own media type', async () => {
    const { status, headers, body } = await world.request('GET', '/schemas/spec.json');

    expect([status, headers['content-type']]).toEqual([200, 'application/schema+json']);
    expect(body).toEqual(spec);
  });
});
