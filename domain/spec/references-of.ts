import type { Service, Sidecar, Spec } from '../../schemas/gen/spec.types.ts';
import { parseImageReference, privateEcrOf } from '../image/image-reference.ts';
import type { Deployment } from './deployment.ts';

/** Something outside the environment that a spec names. */
export interface Reference {
  readonly pointer: string;
  readonly arn: string;
  /** What would be done with it. */
  readonly actions: readonly string[];
  /** Whether IAM can tell by its tags to whom it was offered; S3 objects and what `permissions` name it cannot. */
  readonly taggable: boolean;
}

/** Everything a spec names outside its environment, `permissions` apart: those name actions as well. */
export function referencesOf(spec: Spec, { dockerHubSecret }: Deployment): readonly Reference[] {
  const hub = spec.dockerHubSecret ?? dockerHubSecret;
  const builds = Object.entries(spec.builds ?? {}).flatMap(([name, { s3, version, connection }]): Reference[] => [
    ...(s3 === undefined
      ? []
      : [
          {
            pointer: `/builds/${name}/s3`,
            arn: s3.replace('s3://', 'arn:aws:s3:::'),
            actions: [version === undefined ? 's3:GetObject' : 's3:GetObjectVersion'],
            taggable: false,
          },
        ]),
    ...(connection === undefined
      ? []
      : [
          {
            pointer: `/builds/${name}/connection`,
            arn: connection,
            actions: [`${connection.split(':')[2]}:UseConnection`],
            taggable: true,
          },
        ]),
  ]);
  const containers = Object.entries(spec.services ?? {}).flatMap(([name, service]) => [
    ...ofContainer(`/services/${name}`, service),
    ...Object.entries(service.sidecars ?? {}).flatMap(([sidecar, one]) =>
      ofContainer(`/services/${name}/sidecars/${sidecar}`, one),
    ),
  ]);
  const secret = 'secretsmanager:GetSecretValue';
  return [
    ...(hub === undefined ? [] : [{ pointer: '/dockerHubSecret', arn: hub, actions: [secret], taggable: true }]),
    ...builds,
    ...containers,
  ];
}

function ofContainer(at: string, { image, secrets = {} }: Service | Sidecar): readonly Reference[] {
  const reference = image === undefined ? undefined : parseImageReference(image);
  const ecr = privateEcrOf(reference);
  return [
    ...(reference && ecr
      ? [
          {
            pointer: `${at}/image`,
            arn: `arn:aws:ecr:${ecr.region}:${ecr.account}:repository/${reference.repository}`,
            actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            taggable: true,
          },
        ]
      : []),
    ...Object.entries(secrets).map(([key, value]) => ({
      pointer: `${at}/secrets/${key}`,
      // Without JSON key and version.
      arn: value.includes(':secretsmanager:') ? value.split(':').slice(0, 7).join(':') : value,
      actions: [value.includes(':secretsmanager:') ? 'secretsmanager:GetSecretValue' : 'ssm:GetParameters'],
      taggable: true,
    })),
  ];
}
