import type { Architecture } from '../../schemas/gen/spec.types.ts';
import type { EffectiveBuild } from '../spec/effective-spec.ts';

/** One image that has to be in the environment's own registry before its services start. */
export interface ImageJob {
  /** Readable and unique within a revision, e.g. `web-1f3a9c`; names the build attempt. */
  readonly key: string;
  /** Names the repository: the same for every tag or source state of one image, so revisions lie side by side in it. */
  readonly repository: string;
  readonly architecture: Architecture;
  /** sha256 over everything the image is made of that we hold: equal hash, equal wish. */
  readonly sourceHash: string;
  readonly source:
    | { readonly kind: 'build'; readonly name: string; readonly build: EffectiveBuild }
    | { readonly kind: 'mirror'; readonly reference: string };
  /** The containers that run it; none: it is built for others. */
  readonly uses: readonly ImageUse[];
}

/** A service's own container, or its sidecar of that name. */
export interface ImageUse {
  readonly service: string;
  readonly sidecar?: string;
}
