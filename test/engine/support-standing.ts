import { canonicalJson, sha256 } from '../../domain/hash.ts';
import type { Ec2State } from '../../simulator/ec2/ec2-state.ts';
import type { EcsState } from '../../simulator/ecs/ecs-state.ts';
import { checkStart } from '../../simulator/ecs/start-checks.ts';
import type { IamState } from '../../simulator/iam/iam-state.ts';
import type { LogsState } from '../../simulator/logs/logs-state.ts';
import type { TestWorld } from '../support/world.ts';

const ecsOf = ({ region }: TestWorld) => region.context.state<EcsState>('ECS');

/** The services that are up, each with the revision its newest deployment aims at. */
function aims(world: TestWorld) {
  const { services, revisions, taskDefinitions } = ecsOf(world);
  return Object.values(services).flatMap((service) => {
    const revision = revisions[service.deployments[0]?.revisionArn ?? ''];
    const definition = taskDefinitions[revision?.spec.taskDefinition ?? ''];
    return service.status === 'ACTIVE' && revision && definition ? [{ service, revision, definition }] : [];
  });
}

/** What a task of a service that is up would miss if it had to be started again now: role, log group, security group. */
export function missing(world: TestWorld): readonly string[] {
  const { context } = world.region;
  const roles = new Set(Object.values(context.state<IamState>('IAM').roles).map(({ Arn }) => Arn));
  const groups = new Set(
    Object.values(context.state<LogsState>('CloudWatchLogs').groups).map(({ logGroupName }) => logGroupName),
  );
  const { securityGroups, subnets } = context.state<Ec2State>('EC2');
  return aims(world).flatMap(({ service, revision, definition }) => {
    const network = revision.spec.network.awsvpcConfiguration;
    const logs = definition.containers.flatMap(({ logConfiguration }) => logConfiguration?.options?.['awslogs-group'] ?? []);
    const needs = [
      ...[definition.executionRoleArn, definition.taskRoleArn].map((arn) => [`role ${arn}`, roles.has(arn ?? '')] as const),
      ...logs.map((name) => [`log group ${name}`, groups.has(name)] as const),
      ...(network?.securityGroups ?? []).map((id) => [`security group ${id}`, securityGroups[id] !== undefined] as const),
      ...(network?.subnets ?? []).map((id) => [`subnet ${id}`, subnets[id] !== undefined] as const),
    ];
    return needs.flatMap(([what, there]) => (there ? [] : [`${service.name} misses its ${what}`]));
  });
}

/**
 * Why a task of any revision that has tasks could not be started again now, in the simulator's judgement: way to registry,
 * secrets and logs, role, image, log group. Empty when each could, in every subnet it may be put into.
 */
export function cannotStart(world: TestWorld): readonly string[] {
  const { services, revisions, taskDefinitions, tasks } = ecsOf(world);
  const { context } = world.region;
  return Object.values(services).flatMap((service) =>
    service.deployments.flatMap(({ revisionArn }) => {
      const revision = revisions[revisionArn];
      const definition = taskDefinitions[revision?.spec.taskDefinition ?? ''];
      const runs = Object.values(tasks).some((task) => task.revisionArn === revisionArn && task.lastStatus === 'RUNNING');
      if (!revision || !definition || !runs || service.status !== 'ACTIVE') return [];
      const { subnets = [], securityGroups = [], assignPublicIp } = revision.spec.network.awsvpcConfiguration ?? {};
      return subnets.flatMap((subnetId) => {
        const origin = { subnetId, groupIds: securityGroups, publicIp: assignPublicIp === 'ENABLED' };
        const started = checkStart('rehearsal', definition, revision, origin, context);
        return 'reason' in started ? [`${service.name} in ${subnetId}: ${started.reason}`] : [];
      });
    }),
  );
}

/** Both: what whoever runs would miss, and why it could not be started. */
export const lacking = (world: TestWorld): readonly string[] => [...missing(world), ...cannotStart(world)];

/** Lets the operation end, and looks after every event of the world at whether what runs could be started again. */
export async function endedWatched(world: TestWorld, id: string, look: (world: TestWorld) => readonly string[] = missing) {
  const missed = new Set<string>();
  let polls = 0;
  await world.until(async () => {
    for (const one of look(world)) missed.add(one);
    polls += 1;
    return polls % 20 === 0 && /SUCCEEDED|FAILED|CANCELLED/.test((await world.operation(id)).status);
  });
  return { operation: await world.operation(id), missed: [...missed] };
}

/** What serves: for every service its container, the digest its tasks run, its variables and how many run. */
export function serves(world: TestWorld) {
  const { tasks } = ecsOf(world);
  return aims(world)
    .map(({ service, definition }) => ({
      service: service.name,
      taskDefinition: definition.arn,
      variables: definition.containers.flatMap(({ environment }) => environment ?? []),
      digests: Object.values(tasks)
        .filter((task) => task.serviceArn === service.arn && task.lastStatus === 'RUNNING')
        .map((task) => task.containers.map(({ imageDigest }) => imageDigest).join()),
    }))
    .sort((one, other) => (one.service < other.service ? -1 : 1));
}

/** The templates the stacks stand at, by stack name: logical ids of the resources, and a hash over everything. */
export function templates({ region }: TestWorld): Readonly<Record<string, string>> {
  const { Stacks } = region.call('CloudFormation', 'DescribeStacks', {}) as { Stacks: readonly { StackName: string }[] };
  return Object.fromEntries(
    Stacks.map(({ StackName }) => {
      const { TemplateBody } = region.call('CloudFormation', 'GetTemplate', { StackName }) as { TemplateBody: string };
      return [StackName, `${Object.keys(JSON.parse(TemplateBody).Resources)} ${sha256(canonicalJson(JSON.parse(TemplateBody)))}`];
    }),
  );
}
