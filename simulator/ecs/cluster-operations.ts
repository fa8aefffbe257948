import type { ClusterSetting, Tag } from '@aws-sdk/client-ecs';
import type { Context, Operation } from '../service.ts';
import { ecsErrors } from './ecs-errors.ts';
import { arnOf, clusterOf, ecsState, tagList, tagRecord } from './ecs-lookup.ts';
import type { Cluster } from './ecs-state.ts';

interface ClusterInput {
  clusterName?: string;
  settings?: ClusterSetting[];
  capacityProviders?: string[];
  tags?: Tag[];
}

export const clusterOperations: Readonly<Record<string, Operation>> = {
  /** Creating a cluster that is there answers the one that is there. */
  CreateCluster(input: ClusterInput, context) {
    const { clusters } = ecsState(context);
    const name = input.clusterName ?? 'default';
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) throw ecsErrors.invalid('Identifier contains invalid characters');
    const before = clusters[name];
    if (before?.active) return { cluster: described(before, context) };
    const cluster: Cluster = {
      name,
      arn: arnOf(context, `cluster/${name}`),
      active: true,
      settings: (input.settings ?? []).map(({ name: setting = '', value = '' }) => ({ name: setting, value })),
      capacityProviders: input.capacityProviders ?? [],
      tags: tagRecord(input.tags),
    };
    clusters[name] = cluster;
    return { cluster: described(cluster, context) };
  },
  UpdateCluster(input: ClusterInput & { cluster: string }, context) {
    const cluster = clusterOf(input.cluster, context);
    if (input.settings) cluster.settings = input.settings.map(({ name = '', value = '' }) => ({ name, value }));
    return { cluster: described(cluster, context) };
  },
  DeleteCluster(input: { cluster: string }, context) {
    const cluster = clusterOf(input.cluster, context);
    const { services, tasks } = ecsState(context);
    if (Object.values(services).some(({ clusterArn, status }) => clusterArn === cluster.arn && status === 'ACTIVE'))
      throw ecsErrors.clusterContainsServices();
    if (Object.values(tasks).some(({ clusterArn, lastStatus }) => clusterArn === cluster.arn && lastStatus !== 'STOPPED'))
      throw ecsErrors.clusterContainsTasks();
    cluster.active = false;
    return { cluster: described(cluster, context) };
  },
  DescribeClusters(input: { clusters?: string[] }, context) {
    const asked = input.clusters?.length ? input.clusters : ['default'];
    const all = ecsState(context).clusters;
    const found = asked.map((id) => ({ id, cluster: all[id.slice(id.lastIndexOf('/') + 1)] }));
    const missing = found.flatMap(({ id, cluster }) =>
      cluster ? [] : [{ arn: id.startsWith('arn:') ? id : arnOf(context, `cluster/${id}`), reason: 'MISSING' }],
    );
    return { clusters: found.flatMap(({ cluster }) => (cluster ? [described(cluster, context)] : [])), failures: missing };
  },
};

function described(cluster: Cluster, context: Context) {
  const { services, tasks } = ecsState(context);
  const inCluster = ({ clusterArn }: { clusterArn: string }) => clusterArn === cluster.arn;
  const running = Object.values(tasks).filter((task) => inCluster(task) && task.lastStatus === 'RUNNING');
  const pending = Object.values(tasks).filter((task) => inCluster(task) && /^(PROVISIONING|PENDING)$/.test(task.lastStatus));
  return {
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    status: cluster.active ? 'ACTIVE' : 'INACTIVE',
    registeredContainerInstancesCount: 0,
    runningTasksCount: running.length,
    pendingTasksCount: pending.length,
    activeServicesCount: Object.values(services).filter((service) => inCluster(service) && service.status === 'ACTIVE').length,
    settings: cluster.settings,
    capacityProviders: cluster.capacityProviders,
    tags: tagList(cluster.tags),
  };
}
