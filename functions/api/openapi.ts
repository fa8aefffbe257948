import { version } from '../../domain/version.ts';
import api from '../../schemas/api.schema.json' with { type: 'json' };
import spec from '../../schemas/spec.schema.json' with { type: 'json' };
import { type Route, routes } from '../routes.ts';

/** OpenAPI 3.1, derived from the catalog's routes and the schemas; nothing of it is kept by hand. */
export function openapi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes as readonly Route[])
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  const { $defs, $schema, $id, title, ...rest } = spec;
  const MergePatch = { type: 'object', description: 'RFC 7396 merge patch of a Spec.' };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Moorage',
      version,
      description: 'One JSON request becomes a running container service in private subnets on AWS.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ sigv4: [] }],
    paths,
    components: {
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description: 'AWS Signature Version 4, service execute-api.',
        },
      },
      schemas: rebase({ ...$defs, ...api.$defs, Spec: rest, MergePatch }) as object,
    },
  };
}

function operationOf({ method, path, use, does, body, headers = [], query = [], answers }: Route): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inHeader = headers.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }));
  const inQuery = query.map((name) => ({ name, in: 'query', required: false, schema: { type: 'string' } }));
  const mediaType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const ok = Object.entries(answers).map(([status, name]) => [
    status,
    { description: does, content: { 'application/json': { schema: schemaOf(name) } } },
  ]);
  const problem = (description: string) => ({
    description,
    content: { 'application/problem+json': { schema: schemaOf('Problem') } },
  });
  return {
    operationId: use,
    summary: does,
    ...(inPath.length + inHeader.length + inQuery.length > 0 ? { parameters: [...inPath, ...inHeader, ...inQuery] } : {}),
    ...(body ? { requestBody: { required: body !== 'Cancel', content: { [mediaType]: { schema: schemaOf(body) } } } } : {}),
    responses: {
      ...Object.fromEntries(ok),
      '4XX': problem('Refused, with every finding at once.'),
      '5XX': problem('Our fault; may be sent again.'),
    },
  };
}

const schemaOf = (name: string) => (name === 'object' ? { type: 'object' } : { $ref: `#/components/schemas/${name}` });

/** `#/$defs/X` means another place inside an OpenAPI document. */
function rebase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rebase);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : rebase(inner),
    ]),
  );
}
