import { type App, CfnParameter, Stack, Validations } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { builders as builderCatalog, type FunctionName, machines } from '../functions/catalog.ts';
import { arn } from './arn.ts';
import { builders } from './builders.ts';
import { doorbells } from './doorbells.ts';
import { environmentBoundary } from './environment-boundary.ts';
import { httpApi } from './http-api.ts';
import { lambdas } from './lambdas.ts';
import type { Names } from './names.ts';
import { recordTable } from './record-table.ts';
import { stackRole } from './stack-role.ts';
import { stateMachines } from './state-machines.ts';
import { workBucket } from './work-bucket.ts';

/** The map: everything Moorage itself is made of. What is declared in the catalog is not declared here. */
export function controlPlane(app: App, codeOf: (name: FunctionName) => Code): Stack {
  const stack = new Stack(app, 'moorage', { description: 'Moorage control plane', analyticsReporting: false });
  const dockerHubSecret = new CfnParameter(stack, 'DockerHubSecretArn', {
    default: '',
    description: 'ARN of the secret that builds log in to Docker Hub with when a spec names none. Tag it moorage:offered-to = *',
  });
  Validations.of(stack).acknowledge({ id: 'CloudFormation-Validate::W2509', reason: 'An ARN is no secret.' });

  const table = recordTable(stack);
  const bucket = workBucket(stack);
  const boundary = environmentBoundary(stack, bucket);
  const role = stackRole(stack, boundary);
  builders(stack);

  // Machines and projects by name: functions start them and are named by them, and CloudFormation knows no circles.
  const names: Names = {
    table: table.tableArn,
    bucket: bucket.bucketArn,
    stackRole: role.roleArn,
    boundary: boundary.managedPolicyArn,
    builders: {
      X86_64: arn('codebuild', `project/${builderCatalog.X86_64.project}`),
      ARM64: arn('codebuild', `project/${builderCatalog.ARM64.project}`),
    },
    machines: {
      Deploy: arn('states', `stateMachine:${machines.Deploy.name}`),
      Teardown: arn('states', `stateMachine:${machines.Teardown.name}`),
    },
  };
  const functions = lambdas(stack, codeOf, names, {
    TABLE: table.tableName,
    BUCKET: bucket.bucketName,
    STACK_ROLE_ARN: names.stackRole,
    BOUNDARY_ARN: names.boundary,
    BUILDER_X86_64: builderCatalog.X86_64.project,
    BUILDER_ARM64: builderCatalog.ARM64.project,
    BUILDER_ARNS: `${names.builders.X86_64},${names.builders.ARM64}`,
    DEPLOY_MACHINE: names.machines.Deploy,
    TEARDOWN_MACHINE: names.machines.Teardown,
    DOCKER_HUB_SECRET: dockerHubSecret.valueAsString,
    STAGE: '$default',
  });
  stateMachines(stack, functions, names);
  httpApi(stack, functions);
  doorbells(stack, functions);
  return stack;
}
