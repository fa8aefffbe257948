import { posix } from 'node:path';
import { baseImages } from '../image/base-images.ts';
import { type ImageReference, parseImageReference, privateEcrOf } from '../image/image-reference.ts';
import { containersOf } from '../spec/containers-of.ts';
import type { EffectiveBuild, EffectiveSpec } from '../spec/effective-spec.ts';

/** What an image, a source or a secret is called in the index from it to the environments that follow it. */
export const imageKey = ({ registry, repository, tag }: ImageReference) => `image ${registry}/${repository}:${tag ?? 'latest'}`;
export const sourceKey = (bucket: string, key: string) => `s3 ${bucket}/${key}`;
export const secretKey = (arn: string) => `secret ${arn.split(':').slice(0, 7).join(':')}`;

/** Everything outside of it whose change an environment wants to follow. Only private ECR tells when an image is pushed. */
export function watchKeys({ rebuild, services, builds }: EffectiveSpec): readonly string[] {
  const containers = Object.entries(services).flatMap(([name, service]) => containersOf(name, service));
  const keys = [
    ...(rebuild.onBaseImagePush
      ? [
          ...containers.flatMap(({ source }) => (source.kind === 'mirror' ? [source.reference] : [])),
          ...Object.values(builds).flatMap(basesOf),
        ].flatMap((text) => {
          const reference = parseImageReference(text);
          return reference && reference.digest === undefined && privateEcrOf(reference) ? [imageKey(reference)] : [];
        })
      : []),
    ...(rebuild.onSourceChange
      ? Object.values(builds).flatMap(({ source }) =>
          source.kind === 's3' && source.version === undefined ? [sourceKey(source.bucket, source.key)] : [],
        )
      : []),
    ...(rebuild.onSecretRotation
      ? containers
          .flatMap((container) => Object.values(container.secrets).filter((arn) => arn.includes(':secretsmanager:')))
          .map(secretKey)
      : []),
  ];
  return [...new Set(keys)].sort();
}

/** Of a source we hold; what a repository or a zip builds on only its build sees. */
function basesOf({ source, path, dockerfile }: EffectiveBuild): readonly string[] {
  if (source.kind !== 'files') return [];
  const file = posix.normalize(posix.join(path, dockerfile));
  const text = Object.entries(source.files).find(([name]) => posix.normalize(name) === file)?.[1];
  return text === undefined ? [] : baseImages(text);
}
