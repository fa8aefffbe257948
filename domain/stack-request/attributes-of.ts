import type { Outputs } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';

/**
 * What `Fn::GetAtt` finds, most wanted first: where not everything fits into an answer, the end is left out. Lists are joined
 * by commas, because an attribute is a string; each of theirs is there by its service's name too.
 */
export function attributesOf(
  environment: string,
  outputs: Outputs | undefined,
  spec: Spec | undefined,
): readonly (readonly [string, string])[] {
  const services = Object.entries(outputs?.services ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const builds = Object.entries(outputs?.builds ?? {}).flatMap(([name, made]) =>
    made.map(({ architecture, image }): [string, string] => [made.length > 1 ? `${name}.${architecture}` : name, image]),
  );
  // A service and the build it runs may have one name, and then one image.
  const images = [...new Map([...builds, ...services.map(([name, { image }]): [string, string] => [name, image])])];
  // Inside the network: services have an address there once another service is admitted to them.
  const urls = services.flatMap(([name, { host }]): [string, string][] =>
    host ? [[name, `http://${host}:${spec?.services?.[name]?.port ?? 80}`]] : [],
  );
  const all: readonly (readonly [string, string | undefined])[] = [
    ['EnvironmentId', environment],
    ['Url', urls[0]?.[1]],
    ['ClusterName', outputs?.clusterName],
    ['VpcId', outputs?.vpcId],
    ['ServiceArns', services.map(([, { arn }]) => arn).join(',')],
    ['ImageUris', images.map(([, image]) => image).join(',')],
    ...urls.map(([name, url]): [string, string] => [`Url.${name}`, url]),
    ...services.map(([name, { arn }]): [string, string] => [`ServiceArns.${name}`, arn]),
    ...images.map(([name, image]): [string, string] => [`ImageUris.${name}`, image]),
  ];
  return all.filter((one): one is readonly [string, string] => one[1] !== undefined && one[1] !== '');
}
