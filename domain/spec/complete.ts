import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import type { EffectiveService, EffectiveSpec, ImageSource } from './effective-spec.ts';

/** Where the deployment answers for what a spec leaves out. */
export interface DeploymentDefaults {
  readonly dockerHubSecret?: string;
}

/** Writes every default out. Expects a spec the schema accepts; environment-level values are defaults for services. */
export function complete(spec: Spec, deployment: DeploymentDefaults = {}): EffectiveSpec {
  const dockerHubSecret = spec.dockerHubSecret ?? deployment.dockerHubSecret;
  return {
    services: mapValues(spec.services, (service, name) => completeService(service, name, spec)),
    builds: mapValues(spec.builds ?? {}, (build) => ({ files: build.files, dockerfile: build.dockerfile ?? 'Dockerfile' })),
    network: { cidr: spec.network?.cidr ?? '10.0.0.0/16', zones: spec.network?.zones ?? 2, nat: spec.network?.nat ?? 'single' },
    ...(dockerHubSecret === undefined ? {} : { dockerHubSecret }),
    protected: spec.protected ?? false,
    tags: spec.tags ?? {},
  };
}

function completeService(service: Service, name: string, spec: Spec): EffectiveService {
  return {
    source: sourceOf(service, name),
    ...(service.port === undefined ? {} : { port: service.port }),
    egress: service.egress ?? spec.egress ?? 'nat',
    architecture: service.architecture ?? spec.architecture ?? 'X86_64',
    cpu: service.cpu ?? 256,
    memory: service.memory ?? 512,
    desiredCount: service.desiredCount ?? 1,
    ...(service.command === undefined ? {} : { command: service.command }),
    variables: service.variables ?? {},
    exec: service.exec ?? false,
    logs: { retentionDays: service.logs?.retentionDays ?? 7 },
  };
}

function sourceOf(service: Service, name: string): ImageSource {
  if (service.image === undefined) return { kind: 'build', build: service.build ?? name };
  return { kind: service.mirror === false ? 'reference' : 'mirror', reference: service.image };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
