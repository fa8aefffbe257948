import { CodeBuildClient, CreateProjectCommand } from '@aws-sdk/client-codebuild';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Connect } from '../../cloud/connect.ts';
import { builders, machines } from '../../functions/catalog.ts';
import { createTable } from '../../local/create-table.ts';
import { definitionOf, type MachineName } from '../definition-of.ts';
import { motoAccount, motoRegion } from './connect-to-moto.ts';

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${service === 'iam' ? '' : motoRegion}:${motoAccount}:${resource}`;

/** The settings infra gives the functions, for a control plane in moto. */
export const settings: Readonly<Record<string, string>> = {
  AWS_REGION: motoRegion,
  TABLE: 'moorage',
  BUCKET: `moorage-${motoAccount}-${motoRegion}`,
  BUS: 'moorage',
  ACCOUNT: motoAccount,
  STACK_ROLE_ARN: arn('iam', 'role/moorage-stack-role'),
  BOUNDARY_ARN: arn('iam', 'policy/moorage-boundary'),
  BUILDER_X86_64: builders.X86_64.project,
  BUILDER_ARM64: builders.ARM64.project,
  BUILDER_ARNS: Object.values(builders)
    .map(({ project }) => arn('codebuild', `project/${project}`))
    .join(','),
  DEPLOY_MACHINE: arn('states', `stateMachine:${machines.Deploy.name}`),
  TEARDOWN_MACHINE: arn('states', `stateMachine:${machines.Teardown.name}`),
  STAGE: 'judge',
};

/** What stands before the first request: table, bucket, bus, builders and the very ASL files, with the names of the functions. */
export async function installControlPlane(moto: Connect): Promise<void> {
  await createTable(moto, settings.TABLE ?? '');
  await moto(S3Client).send(
    new CreateBucketCommand({
      Bucket: settings.BUCKET ?? '',
      CreateBucketConfiguration: { LocationConstraint: motoRegion },
    }),
  );
  await moto(EventBridgeClient).send(new CreateEventBusCommand({ Name: settings.BUS }));
  for (const [architecture, { project }] of Object.entries(builders))
    await moto(CodeBuildClient).send(
      new CreateProjectCommand({
        name: project,
        serviceRole: arn('iam', 'role/moorage-builder'),
        // moto wants a location even where there is no source.
        source: { type: 'NO_SOURCE', location: 'none', buildspec: '{}' },
        artifacts: { type: 'NO_ARTIFACTS' },
        environment: {
          type: architecture === 'ARM64' ? 'ARM_CONTAINER' : 'LINUX_CONTAINER',
          image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
          computeType: 'BUILD_GENERAL1_SMALL',
        },
      }),
    );
  for (const [machine, { name }] of Object.entries(machines))
    await moto(SFNClient).send(
      new CreateStateMachineCommand({
        name,
        definition: definitionOf(machine as MachineName, motoAccount),
        roleArn: arn('iam', 'role/moorage-machine'),
      }),
    );
}
