import { CfnOutput, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { FunctionName } from '../functions/catalog.ts';
import { type Route, routes } from '../functions/routes.ts';
import type { Lambdas } from './lambdas.ts';
import type { Options } from './options.ts';

/**
 * An account new to Lambda runs 10 functions at once: so many at the same moment, and 50 a second of 0.1 s each keep 5 busy and
 * leave half for the machines. More would be answered 5xx by Lambda's own limit; here they are told 429, and ask again.
 */
const throttle = { rateLimit: 50, burstLimit: 10 };

/** Who asked for what, when, and what became of it. No query, headers or bodies: a spec may name secrets. */
const accessLog = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  caller: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  ip: '$context.identity.sourceIp',
  routeKey: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  error: '$context.error.message',
  authorizerError: '$context.authorizer.error',
  functionError: '$context.integrationErrorMessage',
};

/** Every route of the catalog and no catch-all, each for signed requests only, or for tokens where an issuer is given. */
export function httpApi(stack: Stack, lambdas: Lambdas, { jwt }: Options): HttpApi {
  const api = new HttpApi(stack, 'HttpApi', {
    description: 'Moorage',
    createDefaultStage: false,
    defaultAuthorizer: jwt
      ? new HttpJwtAuthorizer('Jwt', jwt.issuer, { jwtAudience: [...jwt.audience] })
      : new HttpIamAuthorizer(),
    ...(jwt && jwt.scopes.length > 0 && { defaultAuthorizationScopes: [...jwt.scopes] }),
  });
  const logGroup = new LogGroup(stack, 'AccessLog', {
    logGroupName: '/aws/vendedlogs/moorage/api',
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new HttpStage(stack, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle,
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(JSON.stringify(accessLog)),
    },
  });
  const integrations = new Map<FunctionName, HttpLambdaIntegration>();
  for (const { method, path, function: name = 'Api' } of routes as readonly Route[]) {
    const integration =
      integrations.get(name) ?? new HttpLambdaIntegration(name, lambdas[name], { scopePermissionToRoute: false });
    integrations.set(name, integration);
    api.addRoutes({ path, methods: [HttpMethod[method]], integration });
  }
  new CfnOutput(stack, 'Url', { value: api.apiEndpoint });
  return api;
}
