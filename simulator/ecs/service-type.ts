import type { Progress, ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import { ecsState, tagList } from './ecs-lookup.ts';
import type { EcsService } from './ecs-state.ts';
import { providerFailure } from './provider-failure.ts';
import { toApiShape } from './template-properties.ts';

interface Memory {
  readonly deploymentId: string;
  readonly since: number;
}

/** Handlers of AWS::ECS::Service may take 2160 minutes to create or update and 30 to delete (aws-ecs-service.json). */
const limits = { CREATE: 2160 * 60_000, UPDATE: 2160 * 60_000, DELETE: 30 * 60_000 };

export const serviceType: ResourceType = {
  type: 'AWS::ECS::Service',
  createOnly: ['Cluster', 'LaunchType', 'Role', 'SchedulingStrategy', 'ServiceName', 'DeploymentController'],
  create(request, context) {
    const serviceName = String(request.properties.ServiceName ?? `${request.stackName}-${request.logicalId}-${context.id(12)}`);
    try {
      const input = { ...inputOf(request), serviceName, tags: tagList(request.tags) };
      const { service } = context.call<{ service: { serviceArn: string } }>('ECS', 'CreateService', input);
      return wait(service.serviceArn, context);
    } catch (error) {
      return providerFailure(error);
    }
  },
  /** A template without DesiredCount leaves the count alone. */
  update(request, context) {
    const arn = request.physicalId ?? '';
    const { serviceName: _name, launchType: _type, ...input } = inputOf(request);
    const before = request.previous?.ForceNewDeployment as { ForceNewDeploymentNonce?: string } | undefined;
    const now = request.properties.ForceNewDeployment as { EnableForceNewDeployment?: unknown; ForceNewDeploymentNonce?: string };
    const forced =
      String(now?.EnableForceNewDeployment) === 'true' && now.ForceNewDeploymentNonce !== before?.ForceNewDeploymentNonce;
    try {
      context.call('ECS', 'UpdateService', { ...input, service: arn, forceNewDeployment: forced });
      context.call('ECS', 'TagResource', { resourceArn: arn, tags: tagList(request.tags) });
    } catch (error) {
      return providerFailure(error, arn);
    }
    return wait(arn, context);
  },
  delete(request, context) {
    const service = ecsState(context).services[request.physicalId ?? ''];
    if (!service || service.status === 'INACTIVE') return { state: 'DONE', physicalId: request.physicalId ?? '' };
    if (service.status === 'ACTIVE')
      context.call('ECS', 'DeleteService', { cluster: service.clusterArn, service: service.arn, force: true });
    return busy(service.arn, { deploymentId: '', since: context.now() });
  },
  check(request, context) {
    const arn = request.physicalId ?? '';
    const memory = request.memory as Memory;
    const service = ecsState(context).services[arn];
    if (request.operation === 'DELETE' && (!service || service.status === 'INACTIVE')) return { state: 'DONE', physicalId: arn };
    if (!service || (request.operation !== 'DELETE' && service.status !== 'ACTIVE'))
      return { state: 'FAILED', physicalId: arn, reason: `Service ${arn} is not ACTIVE`, handlerErrorCode: 'NotStabilized' };
    const judged = request.operation === 'DELETE' ? undefined : judge(service, memory, context);
    if (judged) return judged;
    if (context.now() - memory.since < limits[request.operation]) return busy(arn, memory);
    return { state: 'FAILED', physicalId: arn, reason: 'Exceeded attempts to wait', handlerErrorCode: 'NotStabilized' };
  },
};

function inputOf({ properties }: ResourceRequest): Record<string, unknown> {
  const { Tags: _tags, ForceNewDeployment: _forced, ...given } = properties;
  const input = toApiShape(given) as Record<string, unknown> & {
    deploymentConfiguration?: { deploymentCircuitBreaker?: { thresholdConfiguration?: { value?: unknown } } };
  };
  const threshold = input.deploymentConfiguration?.deploymentCircuitBreaker?.thresholdConfiguration;
  if (threshold) threshold.value = Number(threshold.value);
  return input;
}

function wait(arn: string, context: Context): Progress {
  return busy(arn, { deploymentId: ecsState(context).services[arn]?.deployments[0]?.id ?? '', since: context.now() });
}

const busy = (physicalId: string, memory: Memory): Progress => ({ state: 'BUSY', physicalId, askAgainInSeconds: 5, memory });

/** Done when the deployment this work began has completed; nothing in the failure says what the tasks died of. */
function judge(service: EcsService, { deploymentId }: Memory, context: Context): Progress | undefined {
  const [primary] = service.deployments;
  if (!primary) return undefined;
  const record = ecsState(context).serviceDeployments[primary.serviceDeploymentArn];
  if (primary.id === deploymentId && primary.rolloutState === 'COMPLETED')
    return service.steady
      ? { state: 'DONE', physicalId: service.arn, attributes: { Name: service.name, ServiceArn: service.arn } }
      : undefined;
  // A breaker's rollback is waited for: the handler answers when ECS has come to rest again.
  if (record?.finishedAt === null && (primary.id === deploymentId || primary.isRollback)) return undefined;
  const cause =
    record?.breakerStatus === 'TRIGGERED' ? 'ECS Deployment Circuit Breaker was triggered' : 'ECS Deployment was stopped';
  return {
    state: 'FAILED',
    physicalId: service.arn,
    reason: `Error occurred during operation '${cause}'.`,
    handlerErrorCode: 'GeneralServiceException',
  };
}
