import type { Images } from '../../cloud/images.ts';
import type { ImageJob } from '../../domain/image/image-job.ts';
import type { MadeImage } from '../../domain/operation/operation.ts';

type BySource = Readonly<Record<string, MadeImage>>;

interface Held {
  /** By the hash of their source, those the registry has: they are taken as they are. */
  readonly held: BySource;
  /** Keys of the images it had, and has no more: they are made anew. */
  readonly gone: readonly string[];
}

/** The record says what was made; whether it is still there only the registry knows. */
export async function heldImages(
  jobs: readonly ImageJob[],
  made: BySource,
  { images }: { readonly images: Pick<Images, 'holds'> },
): Promise<Held> {
  const asked = await Promise.all(
    jobs.flatMap(({ key, sourceHash }) => {
      const one = Object.hasOwn(made, sourceHash) ? made[sourceHash] : undefined;
      return one ? [isThere(one.image, images).then((there) => ({ key, sourceHash, one, there }))] : [];
    }),
  );
  return {
    held: Object.fromEntries(asked.filter(({ there }) => there).map(({ sourceHash, one }) => [sourceHash, one])),
    gone: asked.filter(({ there }) => !there).map(({ key }) => key),
  };
}

async function isThere(image: string, images: Pick<Images, 'holds'>): Promise<boolean> {
  const [uri = '', digest] = image.split('@');
  const repository = uri.slice(uri.indexOf('/') + 1);
  return digest !== undefined && (await images.holds(repository, digest));
}
