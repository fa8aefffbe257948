import { CfnParameter, type Stack } from 'aws-cdk-lib/core';
import { imageParameter } from '../domain/image/image-parameter.ts';
import { discoveredServices } from '../domain/network/discovered-services.ts';
import { containersOf } from '../domain/spec/containers-of.ts';
import { tasksOf } from '../domain/spec/tasks-of.ts';
import { fargateService } from './fargate-service.ts';
import type { RenderInput } from './render-input.ts';
import { serviceKeys } from './service-keys.ts';
import { sortedServices } from './sorted-services.ts';
import { subnetsKey } from './subnets-key.ts';
import { taskDefinition } from './task-definition.ts';

/** Whatever becomes known late (ids, digests) is a parameter, so a rebuild is the previous template with one other value. */
export function services(stack: Stack, { spec, restartedAt }: RenderInput): Readonly<Record<string, string>> {
  const made = new Map<string, CfnParameter>();
  const parameter = (id: string, type = 'String') => {
    const one = made.get(id) ?? new CfnParameter(stack, id, { type });
    made.set(id, one);
    return one;
  };
  const late = (id: string) => parameter(id).valueAsString;
  const clusterName = late('ClusterName');
  const discovered = discoveredServices(spec);
  const known: Record<string, string> = { RestartedAt: restartedAt ?? 'never' };
  const restarted = late('RestartedAt');
  for (const [name, service] of sortedServices(spec)) {
    const keys = serviceKeys(name);
    const containers = containersOf(name, service).map((container) => {
      const key = imageParameter({ service: name, ...(container.sidecar ? { sidecar: container.name } : {}) });
      if (container.source.kind === 'reference') known[key] = container.source.reference;
      return { ...container, image: late(key) };
    });
    const definition = taskDefinition(stack, name, service, {
      containers,
      restarted,
      executionRoleArn: late(keys.executionRoleArn),
      taskRoleArn: late(keys.taskRoleArn),
      ...(service.logs.retentionDays > 0 && { logGroupName: late(keys.logGroupName) }),
    });
    fargateService(stack, name, service, {
      tasks: tasksOf(spec, service),
      clusterName,
      subnetIds: parameter(subnetsKey(service.egress), 'CommaDelimitedList').valueAsList,
      securityGroupId: late(keys.securityGroupId),
      taskDefinitionArn: definition.ref,
      ...(discovered.includes(name) && { registryArn: late(keys.registryArn) }),
    });
  }
  return known;
}
