import { containersOf } from '../../domain/spec/containers-of.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';

/** Things of others that somebody reads. An ARN is as IAM is asked for it. */
export interface Outside {
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  readonly repositories: readonly string[];
  readonly zips: readonly { readonly action: string; readonly object: string }[];
  readonly connections: readonly string[];
}

/** What builds read, and what is mirrored, found in the spec by itself: whoever writes policies looks for it in a way of its own. */
export function outsideOfBuilds({ builds, services, dockerHubSecret }: EffectiveSpec): Outside {
  const sources = Object.values(builds).map(({ source }) => source);
  const mirrored = Object.entries(services).flatMap(([name, service]) =>
    containersOf(name, service).flatMap(({ source }) => (source.kind === 'mirror' ? repositoryOf(source.reference) : [])),
  );
  return {
    secrets: dockerHubSecret === undefined ? [] : [dockerHubSecret],
    parameters: [],
    repositories: once(mirrored),
    zips: sources.flatMap((source) =>
      source.kind === 's3'
        ? [
            {
              action: source.version === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
              object: `arn:aws:s3:::${source.bucket}/${source.key}`,
            },
          ]
        : [],
    ),
    connections: once(sources.flatMap((source) => (source.kind === 'git' ? (source.connection ?? []) : []))),
  };
}

/** What ECS reads as it starts a service's containers. */
export function outsideOfService({ services }: EffectiveSpec, name: string): Outside {
  const service = services[name];
  const containers = service ? containersOf(name, service) : [];
  const arns = containers.flatMap(({ secrets }) => Object.values(secrets));
  return {
    // arn:aws:secretsmanager:<region>:<account>:secret:<name>, and after it a JSON key and a version perhaps.
    secrets: once(arns.flatMap((one) => /^arn:aws:secretsmanager(?::[^:]+){4}/.exec(one)?.[0] ?? [])),
    parameters: once(arns.filter((one) => /^arn:aws:ssm:/.test(one))),
    repositories: once(containers.flatMap(({ source }) => (source.kind === 'reference' ? repositoryOf(source.reference) : []))),
    zips: [],
    connections: [],
  };
}

const once = (list: readonly string[]) => [...new Set(list)];

function repositoryOf(reference: string): readonly string[] {
  const [, account, region, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(reference) ?? [];
  return name === undefined ? [] : [`arn:aws:ecr:${region}:${account}:repository/${name}`];
}
