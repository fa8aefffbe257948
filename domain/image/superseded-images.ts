import { operationOfTag } from '../operation/image-tag.ts';

/** An image as a registry holds it. */
export interface RegistryImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** Milliseconds. */
  readonly pushedAt: number;
}

interface Needed {
  readonly environment: string;
  /** Digests somebody may still ask for. */
  readonly digests: ReadonlySet<string>;
  /** Operations that are not over. */
  readonly open: readonly string[];
  readonly now: number;
}

const day = 24 * 60 * 60_000;

/**
 * Digests nobody can need any more. An image is ours when all its tags are: one that bears another, or none, somebody else has
 * put there or holds on to. What is younger than a day stays whatever the record says of it: its operation may not have told yet.
 */
export function supersededImages(
  images: readonly RegistryImage[],
  { environment, digests, open, now }: Needed,
): readonly string[] {
  return images
    .filter(({ digest, tags, pushedAt }) => {
      const by = tags.map((tag) => operationOfTag(environment, tag));
      const ours = by.length > 0 && by.every((one) => one !== undefined);
      return ours && !digests.has(digest) && now - pushedAt > day && !by.some((one) => one !== undefined && open.includes(one));
    })
    .map(({ digest }) => digest);
}
