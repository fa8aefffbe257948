import type { Architecture, Egress } from '../../schemas/gen/spec.types.ts';

/** The spec with every default written out: what the blueprint renders and what GET shows. */
export interface EffectiveSpec {
  readonly services: Readonly<Record<string, EffectiveService>>;
  readonly builds: Readonly<Record<string, EffectiveBuild>>;
  readonly network: { readonly cidr: string; readonly zones: number; readonly nat: 'single' };
  readonly dockerHubSecret?: string;
  readonly protected: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface EffectiveService {
  readonly source: ImageSource;
  readonly port?: number;
  readonly egress: Egress;
  readonly architecture: Architecture;
  readonly cpu: number;
  /** MiB */
  readonly memory: number;
  readonly desiredCount: number;
  readonly command?: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly exec: boolean;
  readonly logs: { readonly retentionDays: number };
}

/** Where a service's image comes from: built here, copied here, or pulled in place. */
export type ImageSource =
  | { readonly kind: 'build'; readonly build: string }
  | { readonly kind: 'mirror'; readonly reference: string }
  | { readonly kind: 'reference'; readonly reference: string };

export interface EffectiveBuild {
  readonly files: Readonly<Record<string, string>>;
  readonly dockerfile: string;
}
