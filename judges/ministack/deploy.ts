import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import type { Connect } from '../../cloud/connect.ts';
import type { Ask } from './ask-signed.ts';
import { account, region } from './owner.ts';
import type { Asset, Template } from './synthesized-app.ts';

export interface Deployment {
  readonly status: string;
  /** Why, where it went wrong. */
  readonly reasons: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

const bucket = `cdk-hnb659fds-assets-${account}-${region}`;

/** What `cdk bootstrap` leaves: a bucket, and the parameter that says which version it is. */
export async function bootstrap(connect: Connect, ask: Ask, endpoint: string): Promise<void> {
  await connect(S3Client).send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
  );
  const { status, body } = await ask('ssm', {
    method: 'POST',
    url: `${endpoint}/`,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.PutParameter' },
    body: JSON.stringify({ Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' }),
  });
  if (status !== 200) throw new Error(`the bootstrap's parameter cannot be put: ${status} ${JSON.stringify(body)}`);
}

/** What `cdk deploy` does before it calls CloudFormation: every asset under the key the template has for it. */
export async function publish(connect: Connect, assets: readonly Asset[]): Promise<void> {
  for (const asset of assets) {
    const Body = known.get(asset.path) ?? (asset.zipped ? zipped(asset.path) : readFileSync(asset.path));
    known.set(asset.path, Body);
    await connect(S3Client).send(new PutObjectCommand({ Bucket: inAccount(asset.bucket), Key: asset.key, Body }));
  }
}

/** By path: every defect is a deployment of the same assets. */
const known = new Map<string, Uint8Array>();

const inAccount = (text: string) =>
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as the CDK's manifest spells them.
  text.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region);

function zipped(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return zipSync(Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path)])), { level: 1 });
}

/** The template is too long for the call, so it lies beside the assets, as with `cdk deploy`. */
export async function createStack(
  connect: Connect,
  endpoint: string,
  name: string,
  template: Template,
  terminationProtection: boolean,
): Promise<Deployment> {
  const key = `${name}.json`;
  await connect(S3Client).send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(template) }));
  await connect(CloudFormationClient).send(
    new CreateStackCommand({
      StackName: name,
      TemplateURL: `${endpoint}/${bucket}/${key}`,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
      EnableTerminationProtection: terminationProtection,
    }),
  );
  return stackAtRest(connect, name);
}

/** Answers with what became of the stack, or with why CloudFormation would not begin. */
export async function deleteStack(connect: Connect, name: string): Promise<Deployment> {
  const cloudFormation = connect(CloudFormationClient);
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
  const refusal = await cloudFormation.send(new DeleteStackCommand({ StackName: name })).catch((error: unknown) => error);
  if (refusal instanceof Error) return { status: 'REFUSED', reasons: [refusal.message], outputs: {} };
  return stackAtRest(connect, Stacks?.[0]?.StackId ?? name);
}

export async function liftTerminationProtection(connect: Connect, name: string): Promise<void> {
  const lifted = { StackName: name, EnableTerminationProtection: false };
  await connect(CloudFormationClient).send(new UpdateTerminationProtectionCommand(lifted));
}

/** What a stack is once nothing is in progress any more. */
export async function stackAtRest(connect: Connect, name: string): Promise<Deployment> {
  const cloudFormation = connect(CloudFormationClient);
  for (let tries = 0; tries < 240; tries += 1) {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    const [stack] = Stacks ?? [];
    const status = stack?.StackStatus ?? '';
    if (!status.endsWith('_IN_PROGRESS')) {
      const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: name }));
      const reasons = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).map(
        ({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`,
      );
      const outputs = Object.fromEntries(
        (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? '']),
      );
      return { status, reasons, outputs };
    }
    await delay(250);
  }
  return { status: 'still IN_PROGRESS after a minute', reasons: [], outputs: {} };
}
