import type { Progress, ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import { arnOf, ecsState, tagList } from './ecs-lookup.ts';
import { providerFailure } from './provider-failure.ts';
import { toApiShape } from './template-properties.ts';

/** Schema: aws-ecs-cluster.json of the CloudFormation registry. */
export const clusterType: ResourceType = {
  type: 'AWS::ECS::Cluster',
  createOnly: ['ClusterName'],
  create(request, context) {
    const name = String(request.properties.ClusterName ?? `${request.stackName}-${request.logicalId}-${context.id(12)}`);
    if (ecsState(context).clusters[name]?.active)
      return {
        state: 'FAILED',
        reason: `Resource of type 'AWS::ECS::Cluster' with identifier '${name}' already exists.`,
        handlerErrorCode: 'AlreadyExists',
      };
    const given = toApiShape({ ...request.properties, ClusterName: name, Tags: undefined }) as object;
    try {
      context.call('ECS', 'CreateCluster', { ...given, tags: tagList(request.tags) });
    } catch (error) {
      return providerFailure(error);
    }
    return { state: 'BUSY', physicalId: name, askAgainInSeconds: context.between(5, 10) };
  },
  update(request, context) {
    const cluster = request.physicalId ?? '';
    try {
      context.call('ECS', 'UpdateCluster', { cluster, ...(toApiShape(request.properties) as object) });
    } catch (error) {
      return providerFailure(error, cluster);
    }
    return done(request, context);
  },
  /** It can be busy for a while: interfaces and tasks of the services deleted just before are still going. */
  delete(request, context) {
    const cluster = request.physicalId ?? '';
    try {
      context.call('ECS', 'DeleteCluster', { cluster });
    } catch (error) {
      const { name } = error as Error;
      if (name === 'ClusterContainsTasksException') return { state: 'BUSY', physicalId: cluster, askAgainInSeconds: 10 };
      if (name !== 'ClusterNotFoundException') return providerFailure(error, cluster);
    }
    return { state: 'DONE', physicalId: cluster };
  },
  check: (request, context) => (request.operation === 'DELETE' ? clusterType.delete(request, context) : done(request, context)),
};

const done = ({ physicalId = '' }: ResourceRequest, context: Context): Progress => ({
  state: 'DONE',
  physicalId,
  attributes: { Arn: arnOf(context, `cluster/${physicalId}`) },
});
