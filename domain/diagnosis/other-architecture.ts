import type { Architecture } from '../../schemas/gen/spec.types.ts';
import { type Mend, patchEach } from './mend.ts';

/**
 * The other of the two architectures. Only for tasks of one container: what else is in a task has been found for the one it
 * runs on. A build or a copy has been held against its architecture before it was pushed, so that a program in it that
 * cannot be executed has another reason.
 */
export const otherArchitecture: Mend = ({ spec, services, text }) => {
  const offered = /the image is for linux\/(\w+), the service runs on/.exec(text)?.[1];
  const inside = /exec format error/i.test(text);
  const other = (now: Architecture | undefined): Architecture | undefined => {
    const wanted = now === 'ARM64' ? 'X86_64' : 'ARM64';
    return now && (offered === undefined || architectures[offered] === wanted) ? wanted : undefined;
  };
  // A place that only builds: no service says what for.
  if (services.length === 0 && Object.keys(spec.services).length === 0) {
    const architecture = other(Object.values(spec.builds)[0]?.architectures[0]);
    return architecture && { architecture };
  }
  return patchEach(services, (name) => {
    const service = spec.services[name];
    if (!service || Object.keys(service.sidecars).length > 0 || (inside && service.source.kind !== 'reference')) return undefined;
    const architecture = other(service.architecture);
    return architecture && { architecture };
  });
};

const architectures: Readonly<Record<string, Architecture>> = { amd64: 'X86_64', arm64: 'ARM64' };
