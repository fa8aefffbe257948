import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { endpointServiceOf } from '../network/endpoint-services.ts';
import { checkContainer } from './check-container.ts';
import type { Deployment } from './deployment.ts';
import { fargateSizes } from './fargate-sizes.ts';
import { finding } from './finding.ts';

/** What can be wrong with a service in itself: its size, its containers, what its code may do. */
export function checkService(name: string, service: Service, spec: Spec, deployment: Deployment): readonly Finding[] {
  const at = `/services/${name}`;
  const egress = service.egress ?? spec.egress ?? 'nat';
  const context = { spec, egress, deployment };
  const sidecars = Object.entries(service.sidecars ?? {});
  return [
    ...checkSize(at, service),
    ...checkContainer(at, name, service, context),
    ...sidecars.flatMap(([sidecar, one]) => checkContainer(`${at}/sidecars/${sidecar}`, sidecar, one, context)),
    ...(Object.hasOwn(service.sidecars ?? {}, name)
      ? [
          finding(
            'SIDECAR_NAME_TAKEN',
            `${at}/sidecars/${name}`,
            `\`${name}\` is the service's own container.`,
            'Rename the sidecar.',
          ),
        ]
      : []),
    ...checkPorts(at, service),
    ...checkHealth(at, service),
    ...checkPermissions(at, service, egress),
  ];
}

function checkSize(at: string, service: Service): readonly Finding[] {
  const [cpu, memory] = [service.cpu ?? 256, service.memory ?? 512];
  const sizes = fargateSizes[cpu] ?? [];
  if (sizes.includes(memory)) return [];
  const pointer = service.memory === undefined && service.cpu !== undefined ? `${at}/cpu` : `${at}/memory`;
  return [
    finding(
      'FARGATE_SIZE_INVALID',
      pointer,
      `Fargate has no task with cpu ${cpu} and memory ${memory}.`,
      `With cpu ${cpu} use memory ${sizes.join(', ')}.`,
    ),
  ];
}

/** The containers of a task share one network interface. */
function checkPorts(at: string, service: Service): readonly Finding[] {
  const taken = new Map(service.port === undefined ? [] : [[service.port, 'the service itself']]);
  return Object.entries(service.sidecars ?? {}).flatMap(([sidecar, { port }]) => {
    if (port === undefined) return [];
    const by = taken.get(port);
    taken.set(port, `the sidecar ${sidecar}`);
    return by
      ? [
          finding(
            'PORT_TAKEN',
            `${at}/sidecars/${sidecar}/port`,
            `Port ${port} is ${by}'s.`,
            'Containers of one task need different ports.',
          ),
        ]
      : [];
  });
}

/** A task is as healthy as its essential containers say together, and one that never says leaves the task UNKNOWN (API_HealthCheck). */
function checkHealth(at: string, service: Service): readonly Finding[] {
  const sidecars = Object.entries(service.sidecars ?? {}).filter(([, { essential = true }]) => essential);
  const checked = service.healthCheck !== undefined || sidecars.some(([, { healthCheck }]) => healthCheck !== undefined);
  if (!checked) return [];
  const silent = [
    ...(service.healthCheck ? [] : [at]),
    ...sidecars.flatMap(([name, one]) => (one.healthCheck ? [] : [`${at}/sidecars/${name}`])),
  ];
  const message = 'This container has no health check, and beside it is one that has: ECS will call the task’s health unknown.';
  return silent.map((pointer) =>
    finding('HEALTH_UNKNOWN', pointer, message, 'Give it a `healthCheck`, or make a sidecar "essential": false.'),
  );
}

/** Whoever may do these may do anything; no boundary would let them through, so they are refused where they are written. */
const never = /^(?:\*|[a-z0-9-]+:\*|(?:iam|sts|organizations|account):.*)$/;

function checkPermissions(at: string, { permissions = [] }: Service, egress: string): readonly Finding[] {
  return permissions.flatMap(({ actions }, row) =>
    actions.flatMap((action, index) => {
      const pointer = `${at}/permissions/${row}/actions/${index}`;
      if (never.test(action))
        return [
          finding(
            'PERMISSION_TOO_WIDE',
            pointer,
            `\`${action}\` is never given to a service.`,
            'Name the actions it needs, for example s3:GetObject.',
          ),
        ];
      return egress === 'endpoints' && !endpointServiceOf(action)
        ? [
            finding(
              'ENDPOINT_UNKNOWN',
              pointer,
              `No endpoint is known for \`${action}\`, so its calls will lead nowhere.`,
              'Use egress nat for this service, or leave the permission out.',
            ),
          ]
        : [];
    }),
  );
}
