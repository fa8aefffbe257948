import type { ImageJob } from '../domain/image/image-job.ts';
import type { EffectiveSpec } from '../domain/spec/effective-spec.ts';

/** Everything a template may depend on: same input, same bytes. */
export interface RenderInput {
  /** The environment's name; resources carry it as tag `moorage:environment`. */
  readonly environment: string;
  readonly revision: number;
  readonly spec: EffectiveSpec;
  readonly images: readonly ImageJob[];
  /** Availability zone ids, chosen once per environment; `spec.network.zones` of them are used. */
  readonly zoneIds: readonly string[];
  readonly controlPlane: ControlPlane;
}

/** What of the control plane an environment's stacks refer to. */
export interface ControlPlane {
  /** CodeBuild project ARNs: BuildRole trusts only builds of these. */
  readonly builderArns: readonly string[];
  readonly bucketName: string;
  /** Boundary of every role an environment makes; absent only where the deployment has none. */
  readonly boundaryArn?: string;
}
