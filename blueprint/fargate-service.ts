import { CfnService } from 'aws-cdk-lib/aws-ecs';
import { CfnOutput, type Stack } from 'aws-cdk-lib/core';
import { logicalId } from '../domain/logical-id.ts';
import type { EffectiveService } from '../domain/spec/effective-spec.ts';

interface Late {
  /** How many are to run now: none while the environment is paused. */
  readonly tasks: number;
  readonly clusterName: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
  readonly taskDefinitionArn: string;
  /** Where its tasks are registered under its name; absent: nobody asks for it by name. */
  readonly registryArn?: string;
}

export function fargateService(stack: Stack, name: string, service: EffectiveService, late: Late): void {
  const id = `${logicalId(name)}Service`;
  const resource = new CfnService(stack, id, {
    cluster: late.clusterName,
    taskDefinition: late.taskDefinitionArn,
    launchType: 'FARGATE',
    // Named, not LATEST: which endpoints and permissions a task needs depends on it.
    platformVersion: '1.4.0',
    desiredCount: late.tasks,
    enableExecuteCommand: service.exec,
    enableEcsManagedTags: true,
    propagateTags: 'SERVICE',
    networkConfiguration: {
      awsvpcConfiguration: {
        // Said in both cases: without an address of its own a task in a public subnet reaches nothing.
        assignPublicIp: service.egress === 'public' ? 'ENABLED' : 'DISABLED',
        subnets: late.subnetIds,
        securityGroups: [late.securityGroupId],
      },
    },
    // An empty list and not nothing: leaving the property out keeps whatever ECS has.
    serviceRegistries: late.registryArn === undefined ? [] : [{ registryArn: late.registryArn }],
    deploymentConfiguration: {
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      deploymentCircuitBreaker: {
        enable: true,
        rollback: true,
        thresholdConfiguration: { type: 'COUNT', value: breakerCount(service.desiredCount) },
        // A bad image that is healthy now and then would otherwise never trip the breaker.
        resetOnHealthyTask: false,
      },
    },
  });
  new CfnOutput(stack, `${id}Arn`, { value: resource.ref });
  new CfnOutput(stack, `${id}Name`, { value: resource.attrName });
}

/** One bad start is an accident, and a large service is allowed a few more of them; AWS's own default waits for three to 200. */
const breakerCount = (desiredCount: number) => Math.max(2, Math.ceil(desiredCount / 5));
