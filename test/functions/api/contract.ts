import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { HttpAnswer, TestWorld } from '../../support/world.ts';

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly content: object }>> }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** Judges answers by the OpenAPI document the service itself serves: what is wrong with this answer of that route? */
export async function contractOf({ request }: Pick<TestWorld, 'request'>) {
  const { body: document } = await request<OpenApi>('GET', '/openapi.json');
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, 'openapi');
  return (method: string, route: string, { status, headers, body }: HttpAnswer<unknown>): readonly string[] => {
    const verb = method.toLowerCase();
    const responses = document.paths[route]?.[verb]?.responses ?? {};
    const described = [`${status}`, `${`${status}`.charAt(0)}XX`].find((key) => key in responses);
    if (!described) return [`${method} ${route} is not said to answer ${status}`];
    const mediaType = status < 400 ? 'application/json' : 'application/problem+json';
    if (status >= 400 && headers['content-type'] !== mediaType) return [`a refusal comes as ${headers['content-type']}`];
    const path = ['paths', route, verb, 'responses', described, 'content', mediaType, 'schema'];
    const pointer = path.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = ajv.compile({ $ref: `openapi#/${pointer}` });
    return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };
}
