import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { routes } from '../functions/routes.ts';
import type { Lambdas } from './lambdas.ts';

/** Every route of the catalog and no catch-all, each for signed requests only. */
export function httpApi(stack: Stack, lambdas: Lambdas): void {
  const api = new HttpApi(stack, 'HttpApi', { description: 'Moorage', defaultAuthorizer: new HttpIamAuthorizer() });
  const integration = new HttpLambdaIntegration('Api', lambdas.Api, { scopePermissionToRoute: false });
  for (const { method, path } of routes) api.addRoutes({ path, methods: [HttpMethod[method]], integration });
  new CfnOutput(stack, 'Url', { value: api.apiEndpoint });
}
