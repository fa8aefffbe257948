import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';

/** One accepted spec, kept under the operation that brought it. */
export interface Revision {
  readonly environment: string;
  readonly operation: string;
  readonly revision: number;
  readonly spec: Spec;
  readonly effective: EffectiveSpec;
  readonly blueprintVersion: string;
  readonly createdAt: string;
  readonly actor: string;
  /** The operation whose images are taken where the source is the same; absent: everything is made anew. */
  readonly imagesOf?: string;
  /** Of sources those have no image of, this operation's are taken: of what served when it was asked, and had to wait. */
  readonly imagesBefore?: string;
  /** Of the request that brought it: only that request may write it again. */
  readonly requestHash: string;
}
