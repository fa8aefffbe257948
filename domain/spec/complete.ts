import type { Build, Service, Sidecar, Spec } from '../../schemas/gen/spec.types.ts';
import { containersOf } from './containers-of.ts';
import type { Deployment } from './deployment.ts';
import type {
  BuildSource,
  EffectiveBuild,
  EffectiveContainer,
  EffectiveService,
  EffectiveSpec,
  ImageSource,
} from './effective-spec.ts';

/** Writes every default out. Expects a spec the schema accepts; environment-level values are defaults for services. */
export function complete(spec: Spec, deployment: Deployment = {}): EffectiveSpec {
  const dockerHubSecret = spec.dockerHubSecret ?? deployment.dockerHubSecret;
  const services = mapValues(spec.services ?? {}, (service, name) => completeService(service, name, spec));
  const endpoints = Object.values(services).some(({ egress }) => egress === 'endpoints');
  return {
    services,
    builds: mapValues(spec.builds ?? {}, (build, name) => completeBuild(build, name, services, spec)),
    network: { cidr: spec.network?.cidr ?? '10.0.0.0/16', zones: spec.network?.zones ?? 2, nat: spec.network?.nat ?? 'single' },
    // Beside services that must not reach the outside stands a bastion that does not either.
    ...(spec.bastion ? { bastion: { egress: endpoints ? 'endpoints' : (spec.egress ?? 'nat') } } : {}),
    ...(dockerHubSecret === undefined ? {} : { dockerHubSecret }),
    rebuild: {
      ...(spec.rebuild?.schedule === undefined ? {} : { schedule: spec.rebuild.schedule }),
      onBaseImagePush: spec.rebuild?.onBaseImagePush ?? false,
      onSourceChange: spec.rebuild?.onSourceChange ?? false,
      onSecretRotation: spec.rebuild?.onSecretRotation ?? false,
    },
    ...(spec.ttl === undefined ? {} : { ttl: spec.ttl }),
    protected: spec.protected ?? false,
    paused: spec.paused ?? false,
    ...(spec.owners === undefined ? {} : { owners: spec.owners }),
    tags: spec.tags ?? {},
  };
}

function completeService(service: Service, name: string, spec: Spec): EffectiveService {
  return {
    ...completeContainer(service, name),
    allowFrom: service.allowFrom ?? [],
    egress: service.egress ?? spec.egress ?? 'nat',
    architecture: service.architecture ?? spec.architecture ?? 'X86_64',
    cpu: service.cpu ?? 256,
    memory: service.memory ?? 512,
    desiredCount: service.desiredCount ?? 1,
    permissions: service.permissions ?? [],
    sidecars: mapValues(service.sidecars ?? {}, (sidecar, sidecarName) => ({
      ...completeContainer(sidecar, sidecarName),
      essential: sidecar.essential ?? true,
    })),
    exec: service.exec ?? false,
    logs: { retentionDays: service.logs?.retentionDays ?? 7 },
  };
}

function completeContainer(container: Service | Sidecar, name: string): EffectiveContainer {
  const { port, command, variables, secrets, healthCheck } = container;
  return {
    source: sourceOf(container, name),
    ...(port === undefined ? {} : { port }),
    ...(command === undefined ? {} : { command }),
    variables: variables ?? {},
    secrets: secrets ?? {},
    ...(healthCheck === undefined
      ? {}
      : {
          healthCheck: {
            command: healthCheck.command,
            intervalSeconds: healthCheck.intervalSeconds ?? 10,
            timeoutSeconds: healthCheck.timeoutSeconds ?? 5,
            retries: healthCheck.retries ?? 3,
            startSeconds: healthCheck.startSeconds ?? 0,
          },
        }),
  };
}

function sourceOf({ image, mirror, build }: Service | Sidecar, name: string): ImageSource {
  if (image === undefined) return { kind: 'build', build: build ?? name };
  return { kind: mirror === false ? 'reference' : 'mirror', reference: image };
}

function completeBuild(
  build: Build,
  name: string,
  services: Readonly<Record<string, EffectiveService>>,
  spec: Spec,
): EffectiveBuild {
  const used = Object.values(services)
    .filter((service) => containersOf('', service).some(({ source }) => source.kind === 'build' && source.build === name))
    .map(({ architecture }) => architecture);
  return {
    source: buildSourceOf(build),
    path: build.path ?? '.',
    dockerfile: build.dockerfile ?? 'Dockerfile',
    ...(build.target === undefined ? {} : { target: build.target }),
    args: build.args ?? {},
    architectures: used.length > 0 ? [...new Set(used)].sort() : [spec.architecture ?? 'X86_64'],
  };
}

/** Exactly one of them is there: the findings see to that. */
function buildSourceOf({ files, upload, s3, version, git, ref, connection }: Build): BuildSource {
  if (upload !== undefined) return { kind: 'upload', sha256: upload.replace('sha256:', '') };
  if (s3 !== undefined) {
    const [bucket = '', ...key] = s3.replace('s3://', '').split('/');
    return { kind: 's3', bucket, key: key.join('/'), ...(version === undefined ? {} : { version }) };
  }
  if (git !== undefined)
    return {
      kind: 'git',
      url: git,
      ...(ref === undefined ? {} : { ref }),
      ...(connection === undefined ? {} : { connection }),
    };
  return { kind: 'files', files: files ?? {} };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A, key: string) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
