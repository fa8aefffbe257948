import { buildChanges } from './build-changes.ts';
import { containerChanges } from './container-changes.ts';
import type { FieldChange, FieldChanges, Patch } from './field-change.ts';
import { schemaFields } from './schema-fields.ts';
import { serviceChanges, sidecar, sidecarChanges } from './service-changes.ts';
import { specChanges } from './spec-changes.ts';

/** A change of a field, as patches of a whole spec whose service of that name is changed. */
export interface SpecChange {
  readonly field: string;
  readonly what: string;
  readonly reason?: string;
  /** Needs a service to change. */
  readonly ofService: boolean;
  readonly patches: (service: string) => { readonly given: readonly Patch[]; readonly change: Patch };
}

interface Place {
  readonly prefix: string;
  readonly changes: FieldChanges;
  readonly around?: (service: string) => Patch;
  readonly within: (service: string, patch: Patch) => Patch;
}

const inService = (service: string, patch: Patch) => ({ services: { [service]: patch } });
const places: readonly Place[] = [
  { prefix: '', changes: specChanges, within: (_service, patch) => patch },
  { prefix: 'services.*.', changes: { ...containerChanges, ...serviceChanges }, within: inService },
  {
    prefix: 'services.*.sidecars.*.',
    changes: { ...containerChanges, ...sidecarChanges },
    around: (service) => inService(service, { sidecars: { helper: sidecar } }),
    within: (service, patch) => inService(service, { sidecars: { helper: patch } }),
  },
  {
    prefix: 'builds.*.',
    changes: buildChanges,
    around: (service) => ({
      builds: { made: { git: 'https://github.com/acme/made.git' } },
      ...inService(service, { image: null, mirror: null, build: 'made' }),
    }),
    within: (_service, patch) => ({ builds: { made: patch } }),
  },
];

/** Every change of every field of the schema, in the schema's order. A field that nobody changes here is an error. */
export function fieldChanges(): readonly SpecChange[] {
  const declared = new Map(
    places.flatMap((place) => Object.entries(place.changes).map(([name, list]) => [place.prefix + name, { place, list }])),
  );
  const fields = schemaFields();
  const silent = fields.filter((field) => !declared.has(field));
  if (silent.length > 0) throw new Error(`docs/generate/ changes no ${silent.join(', ')}: say what its change is`);
  const gone = [...declared.keys()].filter((field) => !fields.includes(field));
  if (gone.length > 0) throw new Error(`the schema has no ${gone.join(', ')}, which docs/generate/ changes`);
  return fields.flatMap((field) => {
    const found = declared.get(field);
    return (found?.list ?? []).map((one) => specChange(field, one, found?.place ?? places[0]));
  });
}

function specChange(
  field: string,
  { what, given = {}, change, around, reason }: FieldChange,
  place: Place | undefined,
): SpecChange {
  const { prefix, within, around: scene } = place ?? { prefix: '', within: (_service: string, patch: Patch) => patch };
  return {
    field,
    what,
    ...(reason === undefined ? {} : { reason }),
    ofService: prefix !== '' || around !== undefined,
    patches: (service) => ({
      given: [scene?.(service) ?? {}, around?.(service) ?? {}, within(service, given)],
      change: within(service, change),
    }),
  };
}
