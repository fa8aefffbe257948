import type { EffectiveService, EffectiveSpec } from '../domain/spec/effective-spec.ts';

/** By name, whatever order the spec was written in, so that equal specs render to equal bytes. */
export function sortedServices(spec: EffectiveSpec): readonly (readonly [name: string, service: EffectiveService])[] {
  return Object.entries(spec.services).sort(([a], [b]) => (a < b ? -1 : 1));
}
