import { DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTasksCommand,
  RunTaskCommand,
  type Service,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { jsonAnswer, jsonOf, type WireAnswer, withBody } from '../wire.ts';

interface Deployment {
  readonly arn: string;
  readonly revisionArn: string;
  readonly serviceArn: string;
  readonly clusterArn: string;
  readonly taskDefinition: string;
  readonly desired: number;
  /** Seconds since the epoch, as the JSON protocol says times. */
  readonly createdAt: number;
  /** What its tasks run, by container, as moto's registry says. */
  digests: Readonly<Record<string, string>>;
  running: number;
}

/**
 * ECS's scheduler. A service's tasks are moto's own, started by RunTask: only of images moto's registry holds by that
 * digest, stopped when the service moves on or goes. A deployment is SUCCESSFUL when moto lists as many running tasks of
 * its task definition as the service wants; it never is when an image is missing.
 */
export function servicesThatRunTasks(moto: Connect): StandIn {
  const ecs = moto(ECSClient);
  const deployments: Deployment[] = [];
  const newestOf = (serviceArn: string) => deployments.findLast((one) => one.serviceArn === serviceArn);

  const schedule = async (clusterArn: string, service: Service) => {
    const { serviceArn = '', taskDefinition = '', desiredCount: desired = 0 } = service;
    let deployment = newestOf(serviceArn);
    if (deployment?.taskDefinition !== taskDefinition || deployment.desired !== desired) {
      const id = `${serviceArn.replace(':service/', ':service-deployment/')}/${deployments.length + 1}`;
      const revisionArn = id.replace(':service-deployment/', ':service-revision/');
      deployment = {
        arn: id,
        revisionArn,
        serviceArn,
        clusterArn,
        taskDefinition,
        desired,
        createdAt: Date.now() / 1000,
        digests: {},
        running: 0,
      };
      deployments.push(deployment);
    }
    const running = await tasksOf(ecs, clusterArn, serviceArn);
    for (const task of running.filter((one) => one.taskDefinition !== taskDefinition))
      await ecs.send(new StopTaskCommand({ cluster: clusterArn, task: task.arn }));
    const kept = running.filter((one) => one.taskDefinition === taskDefinition);
    for (const task of kept.slice(desired)) await ecs.send(new StopTaskCommand({ cluster: clusterArn, task: task.arn }));
    const digests = await digestsOf(moto, ecs, taskDefinition);
    if (digests && kept.length < desired)
      await ecs.send(
        new RunTaskCommand({
          cluster: clusterArn,
          taskDefinition,
          count: desired - kept.length,
          launchType: 'FARGATE',
          startedBy: startedBy(serviceArn),
        }),
      );
    deployment.digests = digests ?? {};
    deployment.running = (await tasksOf(ecs, clusterArn, serviceArn)).filter(
      (one) => one.taskDefinition === taskDefinition,
    ).length;
  };
  let scheduling: Promise<unknown> = Promise.resolve();
  /** One at a time: two schedulers side by side would both start the task that is missing. */
  const scheduleAll = () => {
    const next = scheduling.then(scheduleOnce);
    scheduling = next.catch(() => {});
    return next;
  };
  const scheduleOnce = async () => {
    for (const cluster of (await ecs.send(new ListClustersCommand({}))).clusterArns ?? []) {
      const { serviceArns = [] } = await ecs.send(new ListServicesCommand({ cluster }));
      const { services = [] } = serviceArns.length
        ? await ecs.send(new DescribeServicesCommand({ cluster, services: serviceArns }))
        : {};
      // moto goes on listing what was deleted.
      const active = services.filter((service) => service.status === 'ACTIVE');
      for (const service of active) await schedule(cluster, service);
      // Tasks of a service that is gone go with it.
      const known = new Set(active.map(({ serviceArn = '' }) => startedBy(serviceArn)));
      for (const task of await allTasks(ecs, cluster))
        if (!known.has(task.startedBy)) await ecs.send(new StopTaskCommand({ cluster, task: task.arn }));
    }
  };

  return {
    lacks: 'starts no tasks for a service and knows no service deployments and revisions',
    async stillNeeded(elsewhere) {
      try {
        await elsewhere(ECSClient).send(new ListServiceDeploymentsCommand({ cluster: 'none', service: 'none' }));
        return false;
      } catch (error) {
        return error instanceof Error && !/ClusterNotFound|ServiceNotFound/.test(error.name);
      }
    },
    async handle(call, next) {
      if (call.service === 'cloudformation' && /^(Create|Update|Delete)Stack$/.test(call.operation)) {
        const answer = await next();
        await scheduleAll();
        return answer;
      }
      if (call.service !== 'AmazonEC2ContainerServiceV20141113') return next();
      const input = jsonOf(call);
      if (call.operation === 'DescribeServices') return withCounts(await next(), newestOf);
      if (call.operation === 'ListServiceDeployments')
        return jsonAnswer({
          serviceDeployments: deployments
            .filter((one) => one.serviceArn === input.service || one.serviceArn.endsWith(`/${String(input.service)}`))
            .map(({ arn, serviceArn, clusterArn, revisionArn, createdAt }) => ({
              serviceDeploymentArn: arn,
              serviceArn,
              clusterArn,
              targetServiceRevisionArn: revisionArn,
              createdAt,
            })),
        });
      if (call.operation === 'DescribeServiceDeployments')
        return jsonAnswer({
          serviceDeployments: deployments
            .filter((one) => (input.serviceDeploymentArns as string[]).includes(one.arn))
            .map((one) => ({
              serviceDeploymentArn: one.arn,
              serviceArn: one.serviceArn,
              clusterArn: one.clusterArn,
              createdAt: one.createdAt,
              status: one.running === one.desired ? 'SUCCESSFUL' : 'IN_PROGRESS',
              targetServiceRevision: { arn: one.revisionArn, requestedTaskCount: one.desired, runningTaskCount: one.running },
            })),
        });
      if (call.operation === 'DescribeServiceRevisions')
        return jsonAnswer({
          serviceRevisions: deployments
            .filter((one) => (input.serviceRevisionArns as string[]).includes(one.revisionArn))
            .map((one) => ({
              serviceRevisionArn: one.revisionArn,
              serviceArn: one.serviceArn,
              clusterArn: one.clusterArn,
              taskDefinition: one.taskDefinition,
              containerImages: Object.entries(one.digests).map(([containerName, imageDigest]) => ({
                containerName,
                imageDigest,
              })),
            })),
        });
      return next();
    },
  };
}

function withCounts(answer: WireAnswer, newestOf: (serviceArn: string) => Deployment | undefined): WireAnswer {
  const { services = [], ...rest } = jsonOf(answer) as { services?: { serviceArn: string }[] };
  const counted = services.map((service) => ({ ...service, runningCount: newestOf(service.serviceArn)?.running ?? 0 }));
  return withBody(answer, JSON.stringify({ ...rest, services: counted }));
}

/** At most 36 characters; a service's generated name differs in its last ones. */
const startedBy = (serviceArn: string) => `ecs-svc/${serviceArn.slice(-28)}`;

async function allTasks(ecs: ECSClient, cluster: string) {
  const { taskArns = [] } = await ecs.send(new ListTasksCommand({ cluster, desiredStatus: 'RUNNING' }));
  if (taskArns.length === 0) return [];
  const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
  return tasks
    .filter((task) => task.lastStatus === 'RUNNING')
    .map((task) => ({
      arn: task.taskArn ?? '',
      taskDefinition: task.taskDefinitionArn ?? '',
      startedBy: task.startedBy ?? '',
    }));
}

const tasksOf = async (ecs: ECSClient, cluster: string, serviceArn: string) =>
  (await allTasks(ecs, cluster)).filter((task) => task.startedBy === startedBy(serviceArn));

/** By container; undefined while one of the images is not in the registry. An image of elsewhere has no digest here. */
async function digestsOf(moto: Connect, ecs: ECSClient, taskDefinition: string) {
  const described = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
  const digests: Record<string, string> = {};
  for (const { name = '', image = '' } of described.taskDefinition?.containerDefinitions ?? []) {
    const [, repositoryName, imageDigest] = /\.dkr\.ecr\.[^/]+\/(.+)@(sha256:[0-9a-f]{64})$/.exec(image) ?? [];
    if (!repositoryName || !imageDigest) continue;
    try {
      await moto(ECRClient).send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageDigest }] }));
      digests[name] = imageDigest;
    } catch {
      return undefined;
    }
  }
  return digests;
}
