import { CfnParameter, type Stack } from 'aws-cdk-lib/core';
import { fargateService } from './fargate-service.ts';
import type { RenderInput } from './render-input.ts';
import { serviceKeys } from './service-keys.ts';
import { sortedServices } from './sorted-services.ts';
import { taskDefinition } from './task-definition.ts';

/** Whatever becomes known late (ids, digests) is a parameter, so a rebuild is the previous template with one other value. */
export function services(stack: Stack, input: RenderInput): Readonly<Record<string, string>> {
  const parameter = (id: string, type = 'String') => new CfnParameter(stack, id, { type });
  const clusterName = parameter('ClusterName').valueAsString;
  const subnetIds = { nat: parameter('NatSubnetIds', 'CommaDelimitedList').valueAsList };
  const known: Record<string, string> = {};
  for (const [name, service] of sortedServices(input.spec)) {
    const keys = serviceKeys(name);
    const late = (id: string) => parameter(id).valueAsString;
    const definition = taskDefinition(stack, name, service, {
      image: late(keys.image),
      executionRoleArn: late(keys.executionRoleArn),
      taskRoleArn: late(keys.taskRoleArn),
      ...(service.logs.retentionDays > 0 && { logGroupName: late(keys.logGroupName) }),
    });
    fargateService(stack, name, service, {
      clusterName,
      subnetIds: subnetIds[service.egress],
      securityGroupId: late(keys.securityGroupId),
      taskDefinitionArn: definition.ref,
    });
    if (service.source.kind === 'reference') known[keys.image] = service.source.reference;
  }
  return known;
}
