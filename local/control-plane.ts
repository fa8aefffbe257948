import { readFileSync } from 'node:fs';
import type { Connect } from '../cloud/connect.ts';
import { buildspec } from '../domain/image/buildspec.ts';
import { builders, functions, machines } from '../functions/catalog.ts';
import { type EventRule, eventRules } from '../functions/event-rules.ts';
import type { Region } from '../simulator/region.ts';
import { createTable } from './create-table.ts';

/**
 * Puts the control plane of the catalog into a simulated region: what `infra/` deploys to AWS, from the same declaration.
 * Every start does it again; what is there already stays.
 */
export async function installControlPlane(region: Region, connect: Connect): Promise<Readonly<Record<string, string>>> {
  const settings = settingsOf(region);
  await createTable(connect, settings.TABLE ?? '');
  once(() => region.call('S3', 'CreateBucket', { Bucket: settings.BUCKET }), 'BucketAlreadyOwnedByYou', 'BucketAlreadyExists');
  for (const [architecture, { project, logGroup }] of Object.entries(builders)) {
    const type = architecture === 'ARM64' ? 'ARM_CONTAINER' : 'LINUX_CONTAINER';
    const image =
      architecture === 'ARM64'
        ? 'aws/codebuild/amazonlinux-aarch64-standard:3.0'
        : 'aws/codebuild/amazonlinux-x86_64-standard:5.0';
    once(
      () =>
        region.call('CodeBuild', 'CreateProject', {
          name: project,
          serviceRole: arn(region, 'iam', 'role/moorage-builder', true),
          source: { type: 'NO_SOURCE', buildspec: JSON.stringify(buildspec) },
          artifacts: { type: 'NO_ARTIFACTS' },
          environment: { type, image, computeType: 'BUILD_GENERAL1_SMALL', privilegedMode: true },
          logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: logGroup } },
        }),
      'ResourceAlreadyExistsException',
    );
    once(() => region.call('CloudWatchLogs', 'CreateLogGroup', { logGroupName: logGroup }), 'ResourceAlreadyExistsException');
  }
  for (const { file, name } of Object.values(machines)) {
    const definition = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').replace(/\$\{(\w+)\}/g, (_all, id: string) =>
      id === 'TeardownMachine' ? arn(region, 'states', `stateMachine:${machines.Teardown.name}`) : functionArn(region, id),
    );
    const machine = { definition, roleArn: arn(region, 'iam', 'role/moorage-machine', true) };
    const stateMachineArn = arn(region, 'states', `stateMachine:${name}`);
    if (once(() => region.call('SFN', 'CreateStateMachine', { name, ...machine }), 'StateMachineAlreadyExists')) continue;
    region.call('SFN', 'UpdateStateMachine', { stateMachineArn, ...machine });
  }
  once(() => region.call('EventBridge', 'CreateEventBus', { Name: settings.BUS }), 'ResourceAlreadyExistsException');
  const known = new Set(
    ['default', settings.BUS].flatMap((EventBusName) =>
      (region.call('EventBridge', 'ListRules', { EventBusName }) as { Rules: { Name: string }[] }).Rules.map((rule) => rule.Name),
    ),
  );
  for (const [id, rule] of Object.entries(eventRules) as [string, EventRule][]) {
    const Name = `moorage-${id}`;
    if (known.has(Name)) continue;
    const { pattern, schedule } = rule;
    const onBus = rule.bus ? { EventBusName: settings.BUS } : {};
    region.call('EventBridge', 'PutRule', {
      Name,
      ...onBus,
      ...(schedule ? { ScheduleExpression: schedule } : { EventPattern: JSON.stringify(pattern) }),
    });
    region.call('EventBridge', 'PutTargets', {
      Rule: Name,
      ...onBus,
      Targets: [{ Id: 'function', Arn: functionArn(region, rule.target) }],
    });
  }
  return settings;
}

/** Functions are known to the region by these names, with the version an execution began with. */
export function functionOf(name: string): keyof typeof functions | undefined {
  const id = /:function:moorage-(\w+)/.exec(name)?.[1];
  return id !== undefined && Object.hasOwn(functions, id) ? (id as keyof typeof functions) : undefined;
}

function settingsOf(region: Region): Record<string, string> {
  return {
    AWS_REGION: region.context.region,
    ACCOUNT: region.context.account,
    OFFERS: '[]',
    TABLE: 'moorage',
    BUCKET: `moorage-${region.context.account}-${region.context.region}`,
    BUS: 'moorage',
    STACK_ROLE_ARN: arn(region, 'iam', 'role/moorage-stack-role', true),
    BUILDER_X86_64: builders.X86_64.project,
    BUILDER_ARM64: builders.ARM64.project,
    BUILDER_ARNS: [builders.X86_64, builders.ARM64]
      .map(({ project }) => arn(region, 'codebuild', `project/${project}`))
      .join(','),
    DEPLOY_MACHINE: arn(region, 'states', `stateMachine:${machines.Deploy.name}`),
    TEARDOWN_MACHINE: arn(region, 'states', `stateMachine:${machines.Teardown.name}`),
    STAGE: 'embedded',
  };
}

const functionArn = (region: Region, id: string) => arn(region, 'lambda', `function:moorage-${id}:1`);
const arn = ({ context }: Region, service: string, resource: string, global = false) =>
  `arn:${context.partition}:${service}:${global ? '' : context.region}:${context.account}:${resource}`;

/** True when it was done now, false when it had been done before. */
function once(create: () => void, ...taken: readonly string[]): boolean {
  try {
    create();
    return true;
  } catch (error) {
    if (error instanceof Error && taken.includes(error.name)) return false;
    throw error;
  }
}
