import { canonicalJson } from '../domain/hash.ts';
import { logicalId } from '../domain/logical-id.ts';
import type { ServiceChange, StackChange } from '../schemas/gen/api.types.ts';
import { resolve } from './resolve.ts';
import type { Stated } from './stack-change.ts';

/**
 * Properties of a service that ECS begins a new deployment for (ECS API Reference, UpdateService: "This parameter triggers a
 * new service deployment"). Others take effect without a new task, or with the next one.
 */
const rolling: readonly string[] = [
  'LoadBalancers',
  'NetworkConfiguration',
  'PlatformVersion',
  'ServiceConnectConfiguration',
  'ServiceRegistries',
  'TaskDefinition',
  'VolumeConfigurations',
  'VpcLatticeConfigurations',
];

/** What becomes of one service. `rolled`: its tasks are replaced one after another under the circuit breaker, none before its successor runs. */
export function serviceChange(
  name: string,
  change: StackChange | undefined,
  running: Stated | undefined,
  wanted: Stated | undefined,
): ServiceChange {
  const [service, definition] = [`${logicalId(name)}Service`, `${logicalId(name)}TaskDefinition`];
  const among = (list: StackChange['changed'] | undefined, id: string) => list?.find((one) => one.id === id);
  if (among(change?.added, service)) return { service: name, becomes: 'added', why: [] };
  if (among(change?.removed, service)) return { service: name, becomes: 'removed', why: [] };
  const replaced = among(change?.replaced, service)?.properties ?? [];
  if (replaced.length > 0) return { service: name, becomes: 'replaced', why: replaced.map(ofService) };
  const properties = among(change?.changed, service)?.properties ?? [];
  const inPlace = properties.filter((property) => property !== 'TaskDefinition').map(ofService);
  const tasks = among(change?.replaced, definition)?.properties ?? [];
  const ofTasks = tasks.flatMap((property) =>
    property === 'ContainerDefinitions' ? ofContainers(definition, running, wanted) : [`${property} of its tasks`],
  );
  if (properties.some((property) => rolling.includes(property)))
    return { service: name, becomes: 'rolled', why: [...ofTasks, ...inPlace] };
  if (properties.length > 0) return { service: name, becomes: 'changed', why: inPlace };
  return { service: name, becomes: 'untouched', why: [] };
}

const ofService = (property: string) => `${property} of the service`;

type Container = Readonly<Record<string, unknown>> & { readonly Name: string };

/** Which property of which container differs; a container that comes or goes is said so. */
function ofContainers(id: string, running: Stated | undefined, wanted: Stated | undefined): string[] {
  const [before, after] = [containers(id, running), containers(id, wanted)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (!old) return [`container ${name} is new`];
    if (!now) return [`container ${name} is gone`];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((key) => canonicalJson([old[key]]) !== canonicalJson([now[key]]))
      .map((key) => `${key} of container ${name}`);
  });
}

function containers(id: string, side: Stated | undefined): ReadonlyMap<string, Container> {
  const list = side?.template.Resources[id]?.Properties?.ContainerDefinitions ?? [];
  // Which resources are replaced makes no difference here: containers refer to parameters only.
  const known = side ? resolve(list, side.template, { parameters: side.parameters, replaced: new Set() }) : [];
  return new Map((known as Container[]).map((one) => [one.Name, one]));
}
