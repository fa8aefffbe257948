import { type App, CfnOutput, CfnParameter, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { builders as builderCatalog, type FunctionName, functions as functionCatalog, machines } from '../functions/catalog.ts';
import { alarms } from './alarms.ts';
import { arn } from './arn.ts';
import { builders } from './builders.ts';
import { deadLetters } from './dead-letters.ts';
import { doorbells } from './doorbells.ts';
import { environmentBoundary } from './environment-boundary.ts';
import { httpApi } from './http-api.ts';
import { lambdas } from './lambdas.ts';
import type { Names } from './names.ts';
import { optionsOf } from './options.ts';
import { providerExport } from './provider-export.ts';
import { recordTable } from './record-table.ts';
import { removalGuard } from './removal-guard.ts';
import { serviceBus } from './service-bus.ts';
import { stackRole } from './stack-role.ts';
import { stateMachines } from './state-machines.ts';
import { workBucket } from './work-bucket.ts';

/** The map: everything Moorage itself is made of. What is declared in the catalog is not declared here. */
export function controlPlane(app: App, codeOf: (name: FunctionName | 'RemovalGuard') => Code): Stack {
  const options = optionsOf(app.node.getAllContext(), Object.keys(functionCatalog));
  const stack = new Stack(app, 'moorage', {
    description: 'Moorage control plane',
    analyticsReporting: false,
    // `cdk destroy` ends here, before anything has moved. Whoever switches it off meets the removal guard.
    terminationProtection: true,
  });
  const dockerHubSecret = new CfnParameter(stack, 'DockerHubSecretArn', {
    default: '',
    description: 'ARN of the secret that builds log in to Docker Hub with when a spec names none. Tag it moorage:offered-to = *',
  });
  Validations.of(stack).acknowledge({ id: 'CloudFormation-Validate::W2509', reason: 'An ARN is no secret.' });

  if (options.permissionsBoundary !== undefined) {
    const policy = ManagedPolicy.fromManagedPolicyArn(stack, 'AccountBoundary', options.permissionsBoundary);
    PermissionsBoundary.of(stack).apply(policy);
  }

  const table = recordTable(stack);
  const bucket = workBucket(stack);
  const boundary = environmentBoundary(stack, bucket, options.offers);
  const role = stackRole(stack, boundary);
  builders(stack);
  const bus = serviceBus(stack);

  // Machines and projects by name: functions start them and are named by them, and CloudFormation knows no circles.
  const names: Names = {
    table: table.tableArn,
    bucket: bucket.bucketArn,
    bus: bus.eventBusArn,
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
  const queue = deadLetters(stack);
  const env = {
    TABLE: table.tableName,
    BUCKET: bucket.bucketName,
    BUS: bus.eventBusName,
    STACK_ROLE_ARN: names.stackRole,
    BOUNDARY_ARN: names.boundary,
    BUILDER_X86_64: builderCatalog.X86_64.project,
    BUILDER_ARM64: builderCatalog.ARM64.project,
    BUILDER_ARNS: `${names.builders.X86_64},${names.builders.ARM64}`,
    DEPLOY_MACHINE: names.machines.Deploy,
    TEARDOWN_MACHINE: names.machines.Teardown,
    DOCKER_HUB_SECRET: dockerHubSecret.valueAsString,
    ACCOUNT: stack.account,
    UPLOADS_ENDPOINT: '',
    OFFERS: JSON.stringify(options.offers),
    ADMINS: options.admins.join(','),
    STAGE: '$default',
    API_URL: Lazy.string({ produce: () => api.apiEndpoint }),
  };
  const functions = lambdas(stack, { codeOf, names, env, deadLetters: queue, options });
  stateMachines(stack, functions, names);
  const api = httpApi(stack, functions, options);
  doorbells(stack, functions, queue, bus);
  alarms(stack, { lambdas: functions, names, api, table, deadLetters: queue }, options);
  removalGuard(stack, table, codeOf('RemovalGuard'));
  // What the runbook's commands ask for.
  new CfnOutput(stack, 'RecordName', { value: table.tableName });
  new CfnOutput(stack, 'DeadLettersUrl', { value: queue.queueUrl });
  new CfnOutput(stack, 'BusArn', { value: bus.eventBusArn });
  // The ServiceToken of templates; they import it by this name.
  new CfnOutput(stack, 'ProviderArn', { value: functions.Provider.functionArn, exportName: providerExport });
  return stack;
}
