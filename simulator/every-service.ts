import { cloudFormation } from './cloudformation/cloudformation.ts';
import { plainResourceTypes } from './cloudformation/plain-resource-types.ts';
import { codeBuild } from './codebuild/codebuild.ts';
import { ec2 } from './ec2/ec2.ts';
import { ecr } from './ecr/ecr.ts';
import { containerResourceTypes } from './ecs/container-resource-types.ts';
import { ecs } from './ecs/ecs.ts';
import { eventBridge } from './eventbridge/eventbridge.ts';
import { git } from './git/git.ts';
import { iam } from './iam/iam.ts';
import { lambda } from './lambda/lambda.ts';
import { cloudWatchLogs } from './logs/cloudwatch-logs.ts';
import { s3 } from './s3/s3.ts';
import { secretsManager } from './secrets-manager/secrets-manager.ts';
import type { Service } from './service.ts';
import { serviceDiscovery } from './service-discovery/service-discovery.ts';
import { serviceQuotas } from './service-quotas/service-quotas.ts';
import { ssm } from './ssm/ssm.ts';
import { stepFunctions } from './step-functions/step-functions.ts';
import { tagging } from './tagging/tagging.ts';

/** All of the simulated AWS. */
export const everyService: readonly Service[] = [
  cloudFormation([...plainResourceTypes, ...containerResourceTypes]),
  codeBuild,
  cloudWatchLogs,
  ec2,
  ecr,
  ecs,
  eventBridge,
  git,
  iam,
  lambda,
  s3,
  secretsManager,
  serviceDiscovery,
  serviceQuotas,
  ssm,
  stepFunctions,
  tagging,
];
