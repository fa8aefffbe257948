import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeNetworkInterfacesCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import type { ContainerDefinition, Task, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';
import type { Egress, Service as ServiceSpec, Spec } from '../../../schemas/gen/spec.types.ts';
import type { Checks } from './checks.ts';
import type { EnvironmentInMoto } from './environment-in-moto.ts';

type Is = Checks['is'];

/** Every service of the spec runs as it says, in the subnets of its egress, and nothing else runs. A container is named like its service. */
export async function checkServices(
  moto: Connect,
  environment: string,
  found: EnvironmentInMoto,
  subnets: Readonly<Record<Egress, readonly string[]>>,
  spec: Spec,
  { is }: { readonly is: Is },
): Promise<void> {
  const nameOf = (definition: TaskDefinition) => definition.containerDefinitions?.map((one) => one.name).join('+') ?? '';
  is('clusters', found.clusters.length, spec.services ? 1 : 0);
  is('services', found.services.map(({ definition }) => nameOf(definition)).sort(), Object.keys(spec.services ?? {}).sort());
  const wantedTasks = Object.values(spec.services ?? {}).reduce((sum, one) => sum + (one.desiredCount ?? 1), 0);
  is('running tasks', found.tasks.length, wantedTasks);

  const kept: string[] = [];
  for (const [name, wanted] of Object.entries(spec.services ?? {})) {
    const running = found.services.find(({ definition }) => nameOf(definition) === name);
    const container = running?.definition.containerDefinitions?.[0];
    if (!running || !container) continue;
    is(`${name}: desired count`, running.service.desiredCount, wanted.desiredCount ?? 1);
    checkContainer(name, container, wanted, is);
    is(`${name}: memory`, Number(running.definition.memory), wanted.memory ?? 512);
    // moto's CloudFormation drops it.
    if (running.definition.cpu !== undefined) is(`${name}: cpu`, Number(running.definition.cpu), wanted.cpu ?? 256);
    is(`${name}: image`, await imageOf(moto, found, container), wanted.mirror === false ? wanted.image : 'held by digest');
    kept.push(...(await checkLogs(moto, name, container, wanted, is)));

    const tasks = found.tasks.filter((task) => task.taskDefinitionArn === running.service.taskDefinition);
    is(`${name}: running tasks`, tasks.length, wanted.desiredCount ?? 1);
    // A task has a place of its own only with this mode, which moto's CloudFormation drops.
    if (running.definition.networkMode === 'awsvpc')
      for (const task of tasks) await checkPlace(moto, name, task, wanted, spec, subnets, is);
  }
  const { logGroups = [] } = await moto(CloudWatchLogsClient).send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: `moorage-${environment}-foundation-` }),
  );
  is('log groups', logGroups.map((group) => group.logGroupName).sort(), kept.sort());
}

function checkContainer(name: string, container: ContainerDefinition, wanted: ServiceSpec, is: Is): void {
  is(
    `${name}: ports`,
    (container.portMappings ?? []).map((mapping) => mapping.containerPort),
    wanted.port === undefined ? [] : [wanted.port],
  );
  is(`${name}: command`, container.command ?? [], wanted.command ?? []);
  const variables = (container.environment ?? []).map((one) => [one.name, one.value]);
  is(`${name}: variables`, Object.fromEntries(variables), { ...wanted.variables });
  is(`${name}: init process`, container.linuxParameters?.initProcessEnabled ?? false, wanted.exec ?? false);
}

/** An image of the environment's own registry is asked for there; any other is answered as it is written. */
async function imageOf(moto: Connect, { repositories }: EnvironmentInMoto, { image = '' }: ContainerDefinition) {
  const [, repositoryName = '', imageDigest] = /\.dkr\.ecr\.[^/]+\/(.+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
  if (!repositories.includes(repositoryName)) return image;
  try {
    await moto(ECRClient).send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] }));
    return 'held by digest';
  } catch (error) {
    return `${image}, which is not there: ${error instanceof Error ? error.name : String(error)}`;
  }
}

async function checkLogs(moto: Connect, name: string, container: ContainerDefinition, wanted: ServiceSpec, is: Is) {
  const days = wanted.logs?.retentionDays ?? 7;
  const group = container.logConfiguration?.options?.['awslogs-group'];
  is(`${name}: logs`, container.logConfiguration?.logDriver, days === 0 ? undefined : 'awslogs');
  if (days === 0 || group === undefined) return [];
  const asked = new DescribeLogGroupsCommand({ logGroupNamePrefix: group });
  const held = (await moto(CloudWatchLogsClient).send(asked)).logGroups?.find((one) => one.logGroupName === group);
  is(`${name}: days the logs are kept`, held?.retentionInDays, days);
  return [group];
}

/** In a subnet of its egress, with an address of its own only in a public one, in a group that lets in who may come in and nobody else. */
async function checkPlace(
  moto: Connect,
  name: string,
  task: Task,
  wanted: ServiceSpec,
  spec: Spec,
  subnets: Readonly<Record<Egress, readonly string[]>>,
  is: Is,
): Promise<void> {
  const egress = wanted.egress ?? spec.egress ?? 'nat';
  const ec2 = moto(EC2Client);
  const details = task.attachments?.flatMap((attachment) => attachment.details ?? []) ?? [];
  const id = details.find((detail) => detail.name === 'networkInterfaceId')?.value;
  if (id === undefined) return is(`${name}: network interface of a task`, undefined, 'one');
  const asked = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] });
  const networkInterface = (await ec2.send(asked)).NetworkInterfaces?.[0];
  is(`${name}: task in a subnet of its egress`, subnets[egress].includes(networkInterface?.SubnetId ?? ''), true);
  is(`${name}: a task has a public address`, networkInterface?.Association?.PublicIp !== undefined, egress === 'public');
  const GroupIds = networkInterface?.Groups?.flatMap((group) => group.GroupId ?? []) ?? [];
  is(`${name}: security groups of a task`, GroupIds.length, 1);
  if (GroupIds.length === 0) return;
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds }));
  is(
    `${name}: ways in to a task`,
    SecurityGroups.flatMap((group) => group.IpPermissions ?? []).flatMap((rule) => [
      ...(rule.IpRanges ?? []),
      ...(rule.UserIdGroupPairs ?? []),
    ]).length,
    wanted.allowFrom?.length ?? 0,
  );
  const ways = SecurityGroups.flatMap((group) => group.IpPermissionsEgress ?? []).flatMap((rule) => rule.IpRanges ?? []);
  // Behind endpoints too: what has no way out is its subnet.
  is(`${name}: a task may reach everything`, ways.map((range) => range.CidrIp).includes('0.0.0.0/0'), true);
}
