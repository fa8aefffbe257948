import { parseImageReference } from '../image/image-reference.ts';
import type { EffectiveContainer } from '../spec/effective-spec.ts';
import { type Mend, patchEach } from './mend.ts';

/** Docker Hub images that every task pulls anew are copied once instead. */
export const copiedImage: Mend = ({ spec, services }) =>
  patchEach(services, (name) => {
    const service = spec.services[name];
    if (!service) return undefined;
    const sidecars = Object.entries(service.sidecars).filter(([, sidecar]) => isPulledFromHub(sidecar));
    const own = isPulledFromHub(service);
    if (!own && sidecars.length === 0) return undefined;
    return {
      ...(own ? { mirror: true } : {}),
      ...(sidecars.length > 0 ? { sidecars: Object.fromEntries(sidecars.map(([sidecar]) => [sidecar, { mirror: true }])) } : {}),
    };
  });

const isPulledFromHub = ({ source }: EffectiveContainer) =>
  source.kind === 'reference' && parseImageReference(source.reference)?.registry === 'docker.io';
