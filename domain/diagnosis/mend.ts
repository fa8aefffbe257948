import type { Architecture, Service, Sidecar } from '../../schemas/gen/spec.types.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';

/** What a remedy is found from: the spec that failed, which of its services did, and the texts that gave the cause away. */
export interface Failed {
  readonly spec: EffectiveSpec;
  readonly services: readonly string[];
  readonly text: string;
}

/** A merge patch of a spec, as far as remedies go: it only ever sets what the spec schema knows. */
export interface Patch {
  readonly architecture?: Architecture;
  readonly services?: Readonly<Record<string, ServicePatch>>;
}
type Started = { readonly healthCheck?: { readonly startSeconds: number } };
export type ServicePatch = Pick<Service, 'architecture' | 'cpu' | 'memory' | 'mirror'> &
  Started & { readonly sidecars?: Readonly<Record<string, Pick<Sidecar, 'mirror'> & Started>> };

/** The change that mends it; undefined when what failed does not say which. */
export type Mend = (failed: Failed) => Patch | undefined;

/** One patch of every service for which there is one; undefined when there is none, or when one of them has none. */
export function patchEach(services: readonly string[], patchOf: (name: string) => ServicePatch | undefined): Patch | undefined {
  const patches = services.map((name) => [name, patchOf(name)] as const);
  if (patches.length === 0 || patches.some(([, patch]) => patch === undefined)) return undefined;
  return { services: Object.fromEntries(patches) as Record<string, ServicePatch> };
}
