import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { ecsErrors } from './ecs-errors.ts';
import { healthCheckOf } from './health-check-of.ts';
import { isEssential } from './is-essential.ts';

/** What RegisterTaskDefinition refuses of containers that stand in one task. */
export function refuseContainers({
  containerDefinitions: all = [],
  cpu,
  memory,
  networkMode,
}: RegisterTaskDefinitionRequest): void {
  const twice = firstTwice(all.map(({ name = '' }) => name));
  if (twice !== undefined) throw ecsErrors.client(`Container names must be unique. Found duplicate container name: ${twice}.`);
  for (const container of all) {
    refuseVariables(container);
    refuseHealthCheck(container);
    refuseDependencies(container, all);
  }
  refuseCycle(all);
  refusePorts(all, networkMode);
  refuseSum(all, 'cpu', Number(cpu));
  refuseSum(all, 'memory', Number(memory));
}

const firstTwice = (names: readonly string[]) => names.find((name, at) => names.indexOf(name) !== at);

function refuseVariables({ environment = [], secrets = [] }: ContainerDefinition): void {
  const names = secrets.map(({ name = '' }) => name);
  const twice = firstTwice(names);
  if (twice !== undefined) throw ecsErrors.client(`Duplicate secret names found: ${twice}. Each secret name must be unique.`);
  const shared = names.find((name) => environment.some((variable) => variable.name === name));
  if (shared !== undefined)
    throw ecsErrors.client(
      `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${shared}'.`,
    );
}

const limits = { interval: [5, 300], timeout: [2, 60], retries: [1, 10], startPeriod: [0, 300] } as const;

function refuseHealthCheck({ name, healthCheck }: ContainerDefinition): void {
  if (!healthCheck) return;
  const invalid = (why: string) => ecsErrors.client(`Invalid setting for container '${name}'. ${why}`);
  const { command = [] } = healthCheck;
  if (command.length === 0) throw invalid('The health check command must not be empty.');
  if (!/^(NONE|CMD|CMD-SHELL)$/.test(command[0] ?? '') || (command[0] !== 'NONE' && command.length === 1))
    throw invalid('The health check command must start with CMD or CMD-SHELL and name what is run.');
  for (const [field, [low, high]] of Object.entries(limits)) {
    const value = healthCheck[field as keyof typeof limits];
    if (value !== undefined && (!Number.isInteger(value) || value < low || value > high))
      throw invalid(`The health check ${field} must be between ${low} and ${high}.`);
  }
  if ((healthCheck.startPeriod ?? 0) < 0) throw invalid('The health check startPeriod must not be negative.');
}

function refuseDependencies(
  { name, dependsOn = [], startTimeout }: ContainerDefinition,
  all: readonly ContainerDefinition[],
): void {
  if (startTimeout !== undefined && (startTimeout < 2 || startTimeout > 120))
    throw ecsErrors.client(`Invalid setting for container '${name}'. The startTimeout must be between 2 and 120 on Fargate.`);
  for (const { containerName, condition } of dependsOn) {
    const on = all.find((container) => container.name === containerName);
    if (!on || on.name === name)
      throw ecsErrors.client(
        `Invalid setting for container '${name}'. Container '${containerName}' in dependsOn does not exist.`,
      );
    if (!/^(START|COMPLETE|SUCCESS|HEALTHY)$/.test(condition ?? ''))
      throw ecsErrors.client(`Invalid setting for container '${name}'. '${condition}' is not a valid dependency condition.`);
    if (/^(COMPLETE|SUCCESS)$/.test(condition ?? '') && isEssential(on))
      throw ecsErrors.client('A dependency container with SUCCESS or COMPLETE condition cannot be an essential container');
    if (condition === 'HEALTHY' && !healthCheckOf(on))
      throw ecsErrors.client('A dependency container with HEALTHY condition must have a health check');
  }
}

function refuseCycle(all: readonly ContainerDefinition[]): void {
  const after = (name: string) =>
    (all.find((container) => container.name === name)?.dependsOn ?? []).map(({ containerName = '' }) => containerName);
  const reaches = (from: string, to: string, seen: readonly string[]): boolean =>
    after(from).some((next) => next === to || (!seen.includes(next) && reaches(next, to, [...seen, next])));
  if (all.some(({ name = '' }) => reaches(name, name, [])))
    throw ecsErrors.client('The container dependencies of the task definition have a cycle.');
}

/** Under awsvpc the host's port is the container's, and the host is the task. */
function refusePorts(all: readonly ContainerDefinition[], networkMode: string | undefined): void {
  const mappings = all.flatMap(({ portMappings = [] }) => portMappings);
  if (networkMode !== 'awsvpc') return;
  if (mappings.some(({ hostPort, containerPort }) => hostPort !== undefined && hostPort !== containerPort))
    throw ecsErrors.client('When networkMode=awsvpc, the host ports and container ports in port mappings must match.');
  const twice = firstTwice(mappings.map(({ containerPort, protocol = 'tcp' }) => `${protocol} ${containerPort}`));
  const [protocol = '', port] = twice?.split(' ') ?? [];
  if (port !== undefined)
    throw ecsErrors.client(`${protocol.toUpperCase()} host port '${port}' is mapped multiple times in task.`);
}

/** What the containers ask for must fit into the task; `1 vCPU` and `2 GB` are left to Fargate's table of sizes. */
function refuseSum(all: readonly ContainerDefinition[], what: 'cpu' | 'memory', size: number): void {
  const asked = all.map((container) => (what === 'cpu' ? container.cpu : (container.memoryReservation ?? container.memory)) ?? 0);
  const tooLarge = all.find((container) => (container[what] ?? 0) > size);
  if (tooLarge)
    throw ecsErrors.client(
      `Invalid setting for container '${tooLarge.name}'. The '${what}' setting for container is greater than for the task.`,
    );
  if (asked.reduce((sum, one) => sum + one, 0) > size)
    throw ecsErrors.client(`The total ${what} of the containers is greater than the ${what} of the task.`);
}
