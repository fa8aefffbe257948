import type { ImageJob } from '../domain/image/image-job.ts';
import type { EffectiveSpec } from '../domain/spec/effective-spec.ts';

/** Everything a template may depend on: same input, same bytes. */
export interface RenderInput {
  /** The environment's name; resources carry it as tag `moorage:environment`. */
  readonly environment: string;
  readonly revision: number;
  readonly spec: EffectiveSpec;
  /** What still runs while an update moves its services: the foundation is rendered to carry both. */
  readonly before?: EffectiveSpec;
  readonly images: readonly ImageJob[];
  /** Logical ids of repositories that stand and hold what can be gone back to: they stay beside those of `images`. */
  readonly keptRepositories?: readonly string[];
  /** Availability zone ids, chosen once per environment; `spec.network.zones` of them are used. */
  readonly zoneIds: readonly string[];
  /** When a restart was last asked for; never, when absent. */
  readonly restartedAt?: string;
  /** The bastion's machine image, chosen once per environment; only with a bastion. */
  readonly bastionImageId?: string;
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
