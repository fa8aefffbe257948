import type { EffectiveContainer, EffectiveService } from './effective-spec.ts';

export type NamedContainer = EffectiveContainer & {
  readonly name: string;
  readonly sidecar: boolean;
  readonly essential: boolean;
};

/** The containers of a service's tasks: its own, which has its name, then the sidecars by name. */
export function containersOf(name: string, service: EffectiveService): readonly NamedContainer[] {
  const sidecars = Object.entries(service.sidecars).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    { ...service, name, sidecar: false, essential: true },
    ...sidecars.map(([sidecarName, sidecar]) => ({ ...sidecar, name: sidecarName, sidecar: true })),
  ];
}
