import type { Describe } from './describe.ts';
import type { Standing } from './standing.ts';

/** API Gateway's HTTP API, each part of it. */
export const httpApiHeld: Readonly<Record<string, Describe>> = {
  'AWS::ApiGatewayV2::Api': (standing, id) => partOf(standing, id),
  'AWS::ApiGatewayV2::Integration': (standing, id, { ApiId }) => partOf(standing, ApiId, `integrations/${id}`),
  // Its physical id is api/route, where AWS has the route's alone.
  'AWS::ApiGatewayV2::Route': (standing, id, { ApiId }) => partOf(standing, ApiId, `routes/${id.split('/').at(-1)}`),
  'AWS::ApiGatewayV2::Stage': (standing, _id, { ApiId, StageName }) => partOf(standing, ApiId, `stages/${StageName}`),
};

async function partOf({ ask, endpoint }: Standing, ApiId: unknown, part?: string): Promise<object> {
  const url = `${endpoint}/v2/apis/${ApiId}${part === undefined ? '' : `/${part}`}`;
  const { status, body } = await ask('apigateway', { method: 'GET', url });
  if (status !== 200) throw new Error(`${part} is answered ${status} ${JSON.stringify(body)}`);
  return { ...(body as object), ApiId };
}
