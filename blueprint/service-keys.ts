import { logicalId } from '../domain/logical-id.ts';

/** Names that a service has both as outputs of the foundation and as parameters of the services stack; `image` only there. */
export function serviceKeys(name: string) {
  const stem = logicalId(name);
  return {
    executionRoleArn: `${stem}ExecutionRoleArn`,
    taskRoleArn: `${stem}TaskRoleArn`,
    logGroupName: `${stem}LogGroupName`,
    securityGroupId: `${stem}SecurityGroupId`,
    image: `${stem}Image`,
  } as const;
}
