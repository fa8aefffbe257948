import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import type { DeploymentView, StoppedTask } from '../domain/operation/deployment-view.ts';
import type { Connect } from './connect.ts';

export interface Services {
  /** The newest deployment of a service; undefined when there is no such service. */
  deployment(cluster: string, serviceArn: string): Promise<DeploymentView | undefined>;
  /** Tasks of the cluster that ended within about the last hour; ECS forgets them after that. */
  stoppedTasks(cluster: string): Promise<readonly StoppedTask[]>;
  /** Ids of a service's tasks, those that run before those that ended within about the last hour; none when it is gone. */
  taskIds(cluster: string, serviceArn: string): Promise<readonly string[]>;
}

export function makeServices(connect: Connect): Services {
  const client = connect(ECSClient);
  return {
    async deployment(cluster, serviceArn) {
      const described = await client.send(new DescribeServicesCommand({ cluster, services: [serviceArn] }));
      const service = described.services?.[0];
      if (!service || service.status === 'INACTIVE') return undefined;
      const { desiredCount: desired = 0, runningCount: running = 0, pendingCount: pending = 0 } = service;
      const counts = { desired, running, pending };
      const listed = await client.send(new ListServiceDeploymentsCommand({ cluster, service: serviceArn, maxResults: 10 }));
      const newest = [...(listed.serviceDeployments ?? [])].sort(
        (a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0),
      )[0];
      if (!newest?.serviceDeploymentArn) return { ...counts, digests: {} };
      const [deployment] =
        (await client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [newest.serviceDeploymentArn] })))
          .serviceDeployments ?? [];
      const backTo = deployment?.rollback?.serviceRevisionArn;
      const revisionArn = backTo ?? deployment?.targetServiceRevision?.arn ?? newest.targetServiceRevisionArn;
      const [revision] = revisionArn
        ? ((await client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns: [revisionArn] }))).serviceRevisions ??
          [])
        : [];
      return {
        ...counts,
        ...(deployment?.status === undefined ? {} : { status: deployment.status }),
        ...(deployment?.statusReason === undefined ? {} : { reason: deployment.statusReason }),
        ...(revision?.taskDefinition === undefined
          ? {}
          : { [backTo === undefined ? 'taskDefinition' : 'backTo']: revision.taskDefinition }),
        digests: Object.fromEntries(
          (revision?.containerImages ?? []).flatMap(({ containerName, imageDigest }) =>
            containerName && imageDigest ? [[containerName, imageDigest]] : [],
          ),
        ),
      };
    },
    async taskIds(cluster, serviceName) {
      try {
        const ids: string[] = [];
        for (const desiredStatus of ['RUNNING', 'STOPPED'] as const) {
          const { taskArns = [] } = await client.send(new ListTasksCommand({ cluster, serviceName, desiredStatus }));
          ids.push(...taskArns.map((arn) => arn.split('/').at(-1) ?? ''));
        }
        return ids;
      } catch (error) {
        if (error instanceof Error && /^(Cluster|Service)Not(Found|Active)Exception$/.test(error.name)) return [];
        throw error;
      }
    },
    async stoppedTasks(cluster) {
      try {
        const found: Task[] = [];
        let nextToken: string | undefined;
        // A page has as many as can be described at once.
        do {
          const page = await client.send(new ListTasksCommand({ cluster, desiredStatus: 'STOPPED', nextToken }));
          const { taskArns = [] } = page;
          if (taskArns.length > 0)
            found.push(...((await client.send(new DescribeTasksCommand({ cluster, tasks: taskArns }))).tasks ?? []));
          nextToken = page.nextToken;
        } while (nextToken);
        return found.map((task) => ({
          id: task.taskArn?.split('/').at(-1) ?? '',
          group: task.group ?? '',
          taskDefinition: task.taskDefinitionArn ?? '',
          stopCode: task.stopCode ?? '',
          stoppedReason: task.stoppedReason ?? '',
          ...(task.createdAt === undefined ? {} : { createdAt: task.createdAt.toISOString() }),
          ...(task.stoppedAt === undefined ? {} : { stoppedAt: task.stoppedAt.toISOString() }),
          containers: (task.containers ?? []).map(({ name, reason, exitCode }) => ({
            name: name ?? '',
            ...(reason === undefined ? {} : { reason }),
            ...(exitCode === undefined ? {} : { exitCode }),
          })),
        }));
      } catch (error) {
        if (error instanceof Error && error.name === 'ClusterNotFoundException') return [];
        throw error;
      }
    },
  };
}
