import { DescribeSubnetsCommand, DescribeVpcsCommand, EC2Client, type Subnet, type Vpc } from '@aws-sdk/client-ec2';
import { DescribeRepositoriesCommand, ECRClient, ListTagsForResourceCommand } from '@aws-sdk/client-ecr';
import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
  type Task,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';

export interface RunningService {
  readonly service: Service;
  readonly definition: TaskDefinition;
}
export interface EnvironmentInMoto {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  /** ARNs. */
  readonly clusters: readonly string[];
  readonly services: readonly RunningService[];
  /** All of the clusters' that run, whoever started them. */
  readonly tasks: readonly Task[];
  /** Names. */
  readonly repositories: readonly string[];
}

/** What of an environment stands in moto, found by its tag, and by the generated name where moto keeps no tags. */
export async function environmentInMoto(moto: Connect, environment: string): Promise<EnvironmentInMoto> {
  const [ec2, ecs, ecr] = [moto(EC2Client), moto(ECSClient), moto(ECRClient)];
  const Filters = [{ Name: 'tag:moorage:environment', Values: [environment] }];
  const { Vpcs: vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters }));
  const { Subnets: subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters }));

  const ours = new RegExp(`/moorage-${environment}-foundation-[A-Z]`);
  const clusterArns = ((await ecs.send(new ListClustersCommand({}))).clusterArns ?? []).filter((arn) => ours.test(arn));
  const described = await ecs.send(new DescribeClustersCommand({ clusters: clusterArns }));
  // moto goes on listing a deleted one.
  const clusters = (described.clusters ?? []).flatMap((one) => (one.status === 'ACTIVE' ? (one.clusterArn ?? []) : []));
  const services: RunningService[] = [];
  const tasks: Task[] = [];
  for (const cluster of clusters) {
    const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
    if (serviceArns.length > 0)
      for (const service of (await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }))).services ?? []) {
        const asked = new DescribeTaskDefinitionCommand({ taskDefinition: service.taskDefinition });
        const { taskDefinition: definition } = await ecs.send(asked);
        if (definition && service.status === 'ACTIVE') services.push({ service, definition });
      }
    const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'RUNNING' }));
    if (taskArns.length > 0) {
      const running = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      tasks.push(...(running.tasks ?? []).filter((task) => task.lastStatus === 'RUNNING'));
    }
  }

  const repositories: string[] = [];
  for (const { repositoryName = '', repositoryArn } of (await ecr.send(new DescribeRepositoriesCommand({}))).repositories ?? []) {
    const { tags = [] } = await ecr.send(new ListTagsForResourceCommand({ resourceArn: repositoryArn }));
    if (tags.some((tag) => tag.Key === 'moorage:environment' && tag.Value === environment)) repositories.push(repositoryName);
  }
  return { vpcs, subnets, clusters, services, tasks, repositories };
}
