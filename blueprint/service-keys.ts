import { logicalId } from '../domain/logical-id.ts';

/** Names that a service has both as outputs of the foundation and as parameters of the services stack. */
export function serviceKeys(name: string) {
  const stem = logicalId(name);
  return {
    executionRoleArn: `${stem}ExecutionRoleArn`,
    taskRoleArn: `${stem}TaskRoleArn`,
    logGroupName: `${stem}LogGroupName`,
    securityGroupId: `${stem}SecurityGroupId`,
    registryArn: `${stem}RegistryArn`,
  } as const;
}
