import type { Ec2State } from '../ec2/ec2-state.ts';
import type { ContainerImage, Platform } from '../ecr/container-image.ts';
import { type Origin, pathToService } from '../network-path.ts';
import type { Context } from '../service.ts';
import { type Behaviour, behaviourOf } from './container-behaviour.ts';
import type { ServiceRevision, TaskDefinition } from './ecs-state.ts';
import { findImage } from './find-image.ts';
import { imageAccess, registryAuth } from './image-access.ts';
import { logAccess } from './log-access.ts';
import { secretValues } from './secret-values.ts';
import type { StartFailure, TaskStart } from './task-start.ts';

export type StartResult =
  | { readonly digests: Record<string, string>; readonly behaviours: Record<string, Behaviour> }
  | StartFailure;

/**
 * Everything between the network interface and the first instruction, in Fargate's order: registry credentials, secrets,
 * images, log driver. Reasons: ECS developer guide, "ResourceInitializationError" and "CannotPullContainer task errors".
 */
export function checkStart(
  taskId: string,
  definition: TaskDefinition,
  revision: ServiceRevision,
  origin: Origin,
  context: Context,
): StartResult {
  const reach = (service: string) => pathToService(context.state<Ec2State>('EC2'), origin, service, context.region);
  const start: TaskStart = { taskId, definition, origin, reach };
  const unauthorized = registryAuth(start, context);
  if (unauthorized) return unauthorized;
  const secrets = secretValues(start, context);
  if ('reason' in secrets) return secrets;
  const digests: Record<string, string> = {};
  const behaviours: Record<string, Behaviour> = {};
  const platform: Platform = definition.cpuArchitecture === 'ARM64' ? 'linux/arm64' : 'linux/amd64';
  for (const container of definition.containers) {
    const name = container.name ?? '';
    const unpullable = imageAccess(container, start, context);
    if (unpullable) return unpullable;
    // Version consistency: later tasks of a revision pull the digest the first one resolved.
    const pinned = revision.digests[name]?.digest;
    const image = pinned ? `${(container.image ?? '').replace(/(@.*|:[\w.-]+)$/, '')}@${pinned}` : container.image;
    const found = findImage({ ...container, image }, platform, context);
    if ('unavailable' in found) return { reason: found.unavailable, isNetwork: false, container: name };
    const logs = logAccess(container, start, context);
    if (logs) return logs;
    const given = Object.entries(secrets.values[name] ?? {}).map(([key, value]) => ({ name: key, value }));
    const environment = [...(container.environment ?? []), ...given];
    const behaviour = behaviourOf(found.image, { ...container, environment }, Number(definition.memory ?? Infinity));
    if (behaviour.refused) return { reason: behaviour.refused, isNetwork: false, container: name };
    digests[name] = found.digest;
    behaviours[name] = found.image.platform === platform ? behaviour : cannotExecute(found.image);
  }
  return { digests, behaviours };
}

const cannotExecute = ({ entrypoint, cmd, programs }: ContainerImage): Behaviour => ({
  lines: [`exec ${[...entrypoint, ...cmd][0] ?? ''}: exec format error`],
  exit: { code: 1, afterSeconds: 0.2 },
  ports: [],
  listensAfterSeconds: 0,
  programs,
});
