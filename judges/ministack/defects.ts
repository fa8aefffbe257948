import { EventBridgeClient, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { Change } from './deployed.ts';
import type { Standing } from './held/standing.ts';
import { account, region } from './owner.ts';
import type { Resource, Template } from './synthesized-app.ts';
import { withoutResources } from './without-resources.ts';

/** Deployments with something wrong in them. */
export const brokenDeployments: Readonly<Record<string, Change>> = {
  'a route that leads to a function that is not there': ofApi('AWS::ApiGatewayV2::Integration', (properties) => ({
    ...properties,
    IntegrationUri: `arn:aws:lambda:${region}:${account}:function:moorage-Nobody`,
  })),
  'a route without an authorizer': ofApi('AWS::ApiGatewayV2::Route', (properties) => ({
    ...properties,
    AuthorizationType: properties.RouteKey === 'GET /environments' ? 'NONE' : properties.AuthorizationType,
  })),
  'a route that is forgotten': {
    template: (template) => withoutResources(template, ({ Properties }) => Properties?.RouteKey === 'GET /health'),
  },
  'an environment variable that is forgotten': ofApi('AWS::Lambda::Function', (properties) => {
    const { Variables } = properties.Environment as { Variables: Readonly<Record<string, unknown>> };
    const { TABLE: _, ...rest } = Variables;
    return { ...properties, Environment: { Variables: rest } };
  }),
  'a handler of another name': ofApi('AWS::Lambda::Function', (properties) => ({ ...properties, Handler: 'index.handle' })),
  'a role that may nothing': {
    template: (template) =>
      withoutResources(
        template,
        ({ Type, Properties }) => Type === 'AWS::IAM::Policy' && String(Properties?.PolicyName).startsWith('ApiRole'),
      ),
  },
  'code that was never published': {
    assets: ({ key }, { Resources }) =>
      key !== (Object.values(Resources).find(isApi)?.Properties?.Code as { S3Key?: string })?.S3Key,
  },
  'a resource that refers to one that is not there': {
    template: (template) => withoutResources(template, ({ Type }) => Type === 'AWS::SQS::Queue'),
  },
};

/** Changed by somebody's hand when it already stood. */
export async function takeTargetAway({ connect, physical, template }: Standing): Promise<void> {
  // On the default bus: those of another would need its name.
  const isRule = ({ Type, Properties }: Resource) => Type === 'AWS::Events::Rule' && Properties?.EventBusName === undefined;
  const [id = ''] = Object.entries(template.Resources).find(([, resource]) => isRule(resource)) ?? [];
  const Rule = physical.get(id)?.split('|').at(-1) ?? '';
  await connect(EventBridgeClient).send(new RemoveTargetsCommand({ Rule, Ids: ['Target0'] }));
}

/** The function behind every route. */
function isApi({ Type, Properties }: Resource): boolean {
  return Type === 'AWS::Lambda::Function' && Properties?.Description === 'Moorage answers HTTP';
}

function ofApi(type: string, change: (properties: NonNullable<Resource['Properties']>) => object): Change {
  const isApis = (resource: Resource) => (type === 'AWS::Lambda::Function' ? isApi(resource) : resource.Type === type);
  return {
    template: (template): Template => ({
      ...template,
      Resources: Object.fromEntries(
        Object.entries(template.Resources).map(([id, resource]) => [
          id,
          isApis(resource) ? { ...resource, Properties: { ...change(resource.Properties ?? {}) } } : resource,
        ]),
      ),
    }),
  };
}
