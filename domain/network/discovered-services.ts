import type { EffectiveSpec } from '../spec/effective-spec.ts';

/** Services that another service may connect to: these have a name in the VPC, `<service>.<environment>.internal`. */
export function discoveredServices(spec: EffectiveSpec): readonly string[] {
  return Object.entries(spec.services)
    .filter(([, { allowFrom }]) => allowFrom.some((source) => Object.hasOwn(spec.services, source)))
    .map(([name]) => name)
    .sort();
}
