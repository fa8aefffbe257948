import { cloudFormation } from '../../simulator/cloudformation/cloudformation.ts';
import { codeBuild } from '../../simulator/codebuild/codebuild.ts';
import { ec2 } from '../../simulator/ec2/ec2.ts';
import { ecr } from '../../simulator/ecr/ecr.ts';
import { ecs } from '../../simulator/ecs/ecs.ts';
import { eventBridge } from '../../simulator/eventbridge/eventbridge.ts';
import { iam } from '../../simulator/iam/iam.ts';
import { cloudWatchLogs } from '../../simulator/logs/cloudwatch-logs.ts';
import { s3 } from '../../simulator/s3/s3.ts';
import { secretsManager } from '../../simulator/secrets-manager/secrets-manager.ts';
import type { Service } from '../../simulator/service.ts';
import { stepFunctions } from '../../simulator/step-functions/step-functions.ts';

/** Every service of the simulator. CloudFormation is made for its resource types, and offers the same whatever they are. */
export const realServices: readonly Service[] = [
  cloudFormation([]),
  codeBuild,
  cloudWatchLogs,
  ec2,
  ecr,
  ecs,
  eventBridge,
  iam,
  s3,
  secretsManager,
  stepFunctions,
];
