import type { Architecture, Egress } from '../../schemas/gen/spec.types.ts';

/** The spec with every default written out: what the blueprint renders and what GET shows. */
export interface EffectiveSpec {
  readonly services: Readonly<Record<string, EffectiveService>>;
  readonly builds: Readonly<Record<string, EffectiveBuild>>;
  readonly network: { readonly cidr: string; readonly zones: number; readonly nat: 'single' | 'perZone' };
  /** Where the bastion stands; absent: there is none. */
  readonly bastion?: { readonly egress: Egress };
  readonly dockerHubSecret?: string;
  readonly rebuild: EffectiveRebuild;
  /** `36h`, `7d`; absent: it stays. */
  readonly ttl?: string;
  readonly protected: boolean;
  /** No service runs a task; `withNetwork`: and what the network costs by the hour is gone. */
  readonly paused: boolean | 'withNetwork';
  /** Who may change the environment beside its creator; absent: whoever the API lets in. */
  readonly owners?: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface EffectiveRebuild {
  readonly schedule?: string;
  readonly onBaseImagePush: boolean;
  readonly onSourceChange: boolean;
  readonly onSecretRotation: boolean;
}

/** What a service's own container and its sidecars have in common. */
export interface EffectiveContainer {
  readonly source: ImageSource;
  readonly port?: number;
  readonly command?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Name of the variable to the ARN its value is read from. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly healthCheck?: EffectiveHealthCheck;
}

export interface EffectiveService extends EffectiveContainer {
  /** IPv4 blocks, names of services, `bastion`. */
  readonly allowFrom: readonly string[];
  readonly egress: Egress;
  readonly architecture: Architecture;
  readonly cpu: number;
  /** MiB */
  readonly memory: number;
  readonly desiredCount: number;
  readonly permissions: readonly EffectivePermission[];
  readonly sidecars: Readonly<Record<string, EffectiveSidecar>>;
  readonly exec: boolean;
  readonly logs: { readonly retentionDays: number };
}

export interface EffectiveSidecar extends EffectiveContainer {
  readonly essential: boolean;
}

export interface EffectiveHealthCheck {
  readonly command: readonly string[];
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly retries: number;
  readonly startSeconds: number;
}

export interface EffectivePermission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Where a container's image comes from: built here, copied here, or pulled in place. */
export type ImageSource =
  | { readonly kind: 'build'; readonly build: string }
  | { readonly kind: 'mirror'; readonly reference: string }
  | { readonly kind: 'reference'; readonly reference: string };

export interface EffectiveBuild {
  readonly source: BuildSource;
  /** The folder of the source that is the context. */
  readonly path: string;
  /** Inside the context. */
  readonly dockerfile: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** One image is made for each: those of the services that use it, or the spec's own when none does. */
  readonly architectures: readonly Architecture[];
}

export type BuildSource =
  | { readonly kind: 'files'; readonly files: Readonly<Record<string, string>> }
  /** A zip sent with POST /uploads; `sha256` is 64 hexadecimal digits. */
  | { readonly kind: 'upload'; readonly sha256: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string; readonly version?: string }
  | { readonly kind: 'git'; readonly url: string; readonly ref?: string; readonly connection?: string };
