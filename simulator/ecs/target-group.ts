import type { Context } from '../service.ts';
import type { Task } from './ecs-state.ts';

const service = 'ElasticLoadBalancingV2';

/** ELB's documented defaults for an ALB target group, used when the region has no such service to ask. */
const defaults = { interval: 30, healthy: 5, unhealthy: 2, deregistrationDelay: 300 };

export function targetGroupHealth(arn: string, context: Context) {
  const [group] = ask('DescribeTargetGroups', { TargetGroupArns: [arn] }, context)?.TargetGroups ?? [];
  return {
    interval: Number(group?.HealthCheckIntervalSeconds ?? defaults.interval),
    healthy: Number(group?.HealthyThresholdCount ?? defaults.healthy),
    unhealthy: Number(group?.UnhealthyThresholdCount ?? defaults.unhealthy),
  };
}

export function deregistrationDelay(arn: string, context: Context): number {
  const { Attributes = [] } = ask('DescribeTargetGroupAttributes', { TargetGroupArn: arn }, context) ?? {};
  const found = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
  return Number(found?.Value ?? defaults.deregistrationDelay);
}

export function register(task: Task, targetGroupArn: string, port: number, context: Context): void {
  task.registeredIn.push({ targetGroupArn, port });
  const Targets = [{ Id: task.networkInterface?.privateIp, Port: port }];
  ask('RegisterTargets', { TargetGroupArn: targetGroupArn, Targets }, context);
}

export function deregister(task: Task, context: Context): void {
  for (const { targetGroupArn, port } of task.registeredIn) {
    const Targets = [{ Id: task.networkInterface?.privateIp, Port: port }];
    ask('DeregisterTargets', { TargetGroupArn: targetGroupArn, Targets }, context);
  }
}

interface Answer {
  readonly TargetGroups?: readonly {
    readonly HealthCheckIntervalSeconds?: number;
    readonly HealthyThresholdCount?: number;
    readonly UnhealthyThresholdCount?: number;
  }[];
  readonly Attributes?: readonly { readonly Key: string; readonly Value?: string }[];
}

function ask(operation: string, input: object, context: Context): Answer | undefined {
  try {
    return context.call<Answer>(service, operation, input);
  } catch {
    return undefined;
  }
}
