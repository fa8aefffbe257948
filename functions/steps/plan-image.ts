import { zipSync } from 'fflate';
import type { Bucket } from '../../cloud/bucket.ts';
import { PlanRefused } from '../../domain/errors.ts';
import { sha256 } from '../../domain/hash.ts';
import { cloneUrl } from '../../domain/image/clone-url.ts';
import type { ImageJob } from '../../domain/image/image-job.ts';
import type { MadeImage, PlannedImage, PlannedSource } from '../../domain/operation/operation.ts';
import type { BuildSource, EffectiveSpec } from '../../domain/spec/effective-spec.ts';

/** What there is already of the same source: to be taken as it is, or to be made again when its inputs have changed. */
interface Earlier {
  readonly made: MadeImage | undefined;
  readonly serves: MadeImage | undefined;
}

/**
 * What a build finds is decided here and stays, and whether there is one at all. A context belongs to the environment and is named by its content, so a way
 * back builds from the same bytes when the upload has long expired.
 */
export async function planImage(
  environment: string,
  { key, repository, architecture, sourceHash, uses, source }: ImageJob,
  { dockerHubSecret }: EffectiveSpec,
  { made, serves }: Earlier,
  bucket: Bucket,
): Promise<PlannedImage> {
  const secret = dockerHubSecret ? { dockerHubSecret } : {};
  const earlier = {
    ...(made && { made: made.image, ...(made.inputs === undefined ? {} : { madeOf: made.inputs }) }),
    // Whose inputs nobody knows is made again.
    ...(!made && serves?.inputs !== undefined && { serves: { image: serves.image, inputs: serves.inputs } }),
  };
  const common = { key, repository, architecture, sourceHash, uses, ...secret, ...earlier };
  if (source.kind === 'mirror') return { ...common, source };
  const { path, dockerfile, target, args } = source.build;
  const from = await planSource(environment, source.name, source.build.source, bucket);
  return {
    ...common,
    source: { kind: 'build', name: source.name, from, path, dockerfile, ...(target === undefined ? {} : { target }), args },
  };
}

async function planSource(environment: string, name: string, source: BuildSource, bucket: Bucket): Promise<PlannedSource> {
  switch (source.kind) {
    case 's3':
      return source;
    case 'git': {
      const clone = cloneUrl(source);
      if ('refused' in clone) throw new PlanRefused(`the build ${name}: ${clone.refused}`);
      return source;
    }
    case 'files': {
      const zip = zipped(source.files);
      const key = contextKey(environment, sha256(zip));
      await bucket.put(key, zip, 'application/zip');
      return { kind: 'context', key };
    }
    case 'upload': {
      const key = contextKey(environment, source.sha256);
      // S3 held the upload against its checksum when it was sent: what has this name has this content.
      const isThere = (await bucket.keys(key)).includes(key);
      if (!isThere && !(await bucket.copy(`uploads/${source.sha256}.zip`, key)))
        throw new PlanRefused(
          `UPLOAD_MISSING: the build ${name} wants the upload sha256:${source.sha256}. It was never sent, or is older than a ` +
            'day and no operation took it over: send it again with POST /uploads, then repeat the request',
        );
      return { kind: 'context', key };
    }
  }
}

const contextKey = (environment: string, hash: string) => `contexts/${environment}/${hash}.zip`;

/** A fixed time in every entry: the same files are the same zip, and so the same key. 1980 is where zip's time begins. */
const zipped = (files: Readonly<Record<string, string>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, [new TextEncoder().encode(text), { mtime: '1980-01-01T12:00:00' }]]),
    ),
  );
