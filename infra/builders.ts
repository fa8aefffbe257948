import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { buildspec } from '../domain/image/buildspec.ts';
import { builders as declared } from '../functions/catalog.ts';

type Architecture = keyof typeof declared;

const machines: Readonly<Record<Architecture, { readonly type: string; readonly image: string }>> = {
  X86_64: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0' },
  ARM64: { type: 'ARM_CONTAINER', image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
};

/**
 * One project per architecture for all environments. Their own role may only write logs: a build gets at images, contexts and
 * secrets with its environment's BuildRole (`serviceRoleOverride`). No cache, or layers would travel between environments.
 */
export function builders(stack: Stack): readonly CfnProject[] {
  return (Object.keys(declared) as Architecture[]).map((architecture) => {
    const { project, logGroup: logGroupName } = declared[architecture];
    const logGroup = new LogGroup(stack, `BuilderLog${architecture}`, {
      logGroupName,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(stack, `BuilderRole${architecture}`, { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    return new CfnProject(stack, `Builder${architecture}`, {
      name: project,
      serviceRole: role.roleArn,
      source: { type: 'NO_SOURCE', buildSpec: JSON.stringify(buildspec) },
      artifacts: { type: 'NO_ARTIFACTS' },
      cache: { type: 'NO_CACHE' },
      environment: {
        ...machines[architecture],
        computeType: 'BUILD_GENERAL1_SMALL',
        imagePullCredentialsType: 'CODEBUILD',
        // The Docker daemon runs inside the build.
        privilegedMode: true,
      },
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logGroup.logGroupName } },
      timeoutInMinutes: 60,
      queuedTimeoutInMinutes: 60,
    });
  });
}
