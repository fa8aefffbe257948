import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { Ec2State } from '../ec2/ec2-state.ts';
import type { Platform } from '../ecr/container-image.ts';
import { ecrRegistryOf, parseImageReference } from '../ecr/image-reference.ts';
import { type NetworkPath, type Origin, pathToInternet, pathToService } from '../network-path.ts';
import type { Context } from '../service.ts';
import { type Behaviour, behaviourOf } from './container-behaviour.ts';
import type { ServiceRevision, TaskDefinition } from './ecs-state.ts';
import { findImage } from './find-image.ts';

export type StartResult =
  | { readonly digests: Record<string, string>; readonly behaviours: Record<string, Behaviour> }
  /** `container` is set when the reason is one container's, not the whole task's. */
  | { readonly reason: string; readonly isNetwork: boolean; readonly container?: string };

/**
 * Everything between the network interface and the first instruction, in Fargate's order: registry credentials, secrets,
 * images, log driver. Reasons: ECS developer guide, "ResourceInitializationError" and "CannotPullContainer task errors".
 */
export function checkStart(definition: TaskDefinition, revision: ServiceRevision, origin: Origin, context: Context): StartResult {
  const reach = (service: string) => pathToService(context.state<Ec2State>('EC2'), origin, service, context.region);
  const failed = registryAuth(definition, reach, context) ?? secrets(definition, reach, context);
  if (failed) return failed;
  const digests: Record<string, string> = {};
  const behaviours: Record<string, Behaviour> = {};
  const platform: Platform = definition.cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64';
  for (const container of definition.containers) {
    const name = container.name ?? '';
    const unreachable = registryPath(container, origin, reach, context);
    if (unreachable) return { reason: unreachable, isNetwork: true, container: name };
    // Version consistency: later tasks of a revision pull the digest the first one resolved.
    const pinned = revision.digests[name]?.digest;
    const image = pinned ? `${(container.image ?? '').replace(/(@.*|:[\w.-]+)$/, '')}@${pinned}` : container.image;
    const found = findImage({ ...container, image }, platform, context);
    if ('unavailable' in found) return { reason: found.unavailable, isNetwork: false, container: name };
    const logs = logDriver(container, reach, context);
    if (logs) return logs;
    const behaviour = behaviourOf(found.image, container);
    if (behaviour.refused) return { reason: behaviour.refused, isNetwork: false, container: name };
    digests[name] = found.digest;
    const wrong = found.image.platform !== platform;
    behaviours[name] = wrong ? cannotExecute([...found.image.entrypoint, ...found.image.cmd][0] ?? '') : behaviour;
  }
  return { digests, behaviours };
}

type Reach = (service: string) => NetworkPath;

const cannotExecute = (program: string): Behaviour => ({
  lines: [`exec ${program}: exec format error`],
  exit: { code: 1, afterSeconds: 0.2 },
  ports: [],
  listensAfterSeconds: 0,
});

const timedOut = (host: string) => `dial tcp: lookup ${host}: i/o timeout`;

function registryAuth(definition: TaskDefinition, reach: Reach, context: Context): StartResult | undefined {
  const usesEcr = definition.containers.some(({ image = '' }) => ecrRegistryOf(parseImageReference(image).registry));
  if (!usesEcr || reach('ecr.api').open) return undefined;
  const host = `api.ecr.${context.region}.amazonaws.com`;
  return {
    isNetwork: true,
    reason: `ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://${host}/": ${timedOut(host)}`,
  };
}

function secrets(definition: TaskDefinition, reach: Reach, context: Context): StartResult | undefined {
  const wanted = definition.containers.flatMap((container) => [
    ...(container.secrets ?? []).map(({ valueFrom = '' }) => valueFrom),
    ...(container.repositoryCredentials?.credentialsParameter ? [container.repositoryCredentials.credentialsParameter] : []),
  ]);
  const prefix = 'ResourceInitializationError: unable to pull secrets or registry auth:';
  for (const valueFrom of wanted) {
    // A plain name is an SSM parameter; only a full ARN is Secrets Manager's.
    const isSecret = valueFrom.includes(':secretsmanager:');
    const [service, owner] = isSecret ? ['secretsmanager', 'AWS Secrets Manager'] : ['ssm', 'AWS Systems Manager'];
    const host = `${service}.${context.region}.amazonaws.com`;
    if (!reach(service ?? '').open)
      return {
        isNetwork: true,
        reason: `${prefix} The task can't pull the secret '${valueFrom}' from ${owner}. There is a connection issue between the task and ${owner}. Check your task network configuration. RequestError: send request failed caused by: Post "https://${host}/": ${timedOut(host)}`,
      };
    const missing = isSecret ? secretProblem(valueFrom, context) : undefined;
    if (missing) return { isNetwork: false, reason: `${prefix} execution resource retrieval failed: ${missing}` };
  }
  return undefined;
}

/** `valueFrom` is an ARN, or ARN:json-key:version-stage:version-id. */
function secretProblem(valueFrom: string, context: Context): string | undefined {
  const parts = valueFrom.split(':');
  const [SecretId, key, VersionStage, VersionId] = [parts.slice(0, 7).join(':'), ...parts.slice(7)];
  const failed = 'unable to retrieve secret from asm: service call has been retried 1 time(s):';
  try {
    const { SecretString } = context.call('SecretsManager', 'GetSecretValue', {
      SecretId,
      ...(VersionStage ? { VersionStage } : {}),
      ...(VersionId ? { VersionId } : {}),
    });
    if (!key || key in JSON.parse(SecretString)) return undefined;
    return `${failed} retrieved secret from Secrets Manager did not contain json key ${key}`;
  } catch (error) {
    const { name, message } = error as Error;
    return `${failed} failed to fetch secret ${SecretId} from secrets manager: ${name}: ${message}`;
  }
}

function registryPath(container: ContainerDefinition, origin: Origin, reach: Reach, context: Context): string | undefined {
  const reference = parseImageReference(container.image ?? '');
  const { registry, repository, tag, digest } = reference;
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  const head = `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${registry}/${repository}${digest ? `@${digest}` : `:${tag}`}: failed to do request: Head "https://${host}/v2/${repository}/manifests/${digest ?? tag}": ${timedOut(host)}`;
  if (!ecrRegistryOf(registry)) return pathToInternet(context.state<Ec2State>('EC2'), origin).open ? undefined : head;
  if (!reach('ecr.dkr').open) return head;
  if (reach('s3').open) return undefined;
  const bucket = `prod-${context.region}-starport-layer-bucket.s3.${context.region}.amazonaws.com`;
  return `CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://${bucket}/": ${timedOut(bucket)}`;
}

function logDriver({ logConfiguration }: ContainerDefinition, reach: Reach, context: Context): StartResult | undefined {
  if (logConfiguration?.logDriver !== 'awslogs') return undefined;
  const group = logConfiguration.options?.['awslogs-group'] ?? '';
  if (!reach('logs').open)
    return {
      isNetwork: true,
      reason: `ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group '${group}' defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed`,
    };
  const { logGroups = [] } = context.call('CloudWatchLogs', 'DescribeLogGroups', { logGroupNamePrefix: group });
  if (logGroups.some(({ logGroupName }: { logGroupName: string }) => logGroupName === group)) return undefined;
  if (logConfiguration.options?.['awslogs-create-group'] === 'true') {
    context.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName: group });
    return undefined;
  }
  return {
    isNetwork: false,
    reason:
      'ResourceInitializationError: failed to validate logger args: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
  };
}
