import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** As much of a service model (botocore's service-2.json) as is judged by. */
export interface ServiceModel {
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}
export interface OperationModel {
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}
export interface Member {
  readonly shape: string;
  /** The client fills it in when the caller does not. */
  readonly idempotencyToken?: boolean;
  readonly streaming?: boolean;
}
export interface Shape {
  readonly type: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, Member>>;
  readonly member?: Member;
  readonly key?: Member;
  readonly value?: Member;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly union?: boolean;
  readonly document?: boolean;
  readonly streaming?: boolean;
  readonly exception?: boolean;
  readonly fault?: boolean;
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
}

/** The simulator's services, which have the names of the SDK's clients, and botocore's folders. */
const folders: Readonly<Record<string, string>> = {
  CloudFormation: 'cloudformation',
  CloudWatchLogs: 'logs',
  CodeBuild: 'codebuild',
  EC2: 'ec2',
  ECR: 'ecr',
  ECS: 'ecs',
  EventBridge: 'events',
  IAM: 'iam',
  ResourceGroupsTaggingAPI: 'resourcegroupstaggingapi',
  S3: 's3',
  SecretsManager: 'secretsmanager',
  ServiceDiscovery: 'servicediscovery',
  ServiceQuotas: 'service-quotas',
  SFN: 'stepfunctions',
  SSM: 'ssm',
};

export type ModelOf = (service: string) => ServiceModel | undefined;

/** AWS's own models by service name, each read when it is first asked for: EC2's alone is megabytes. */
export function serviceModels(data: string): ModelOf {
  const read = new Map<string, ServiceModel>();
  return (service) => {
    const folder = folders[service];
    if (folder === undefined) return undefined;
    const known = read.get(service);
    if (known) return known;
    // Versions are dates: the last is the newest.
    const version = readdirSync(`${data}/${folder}`).sort().at(-1);
    const packed = readFileSync(`${data}/${folder}/${version}/service-2.json.gz`);
    const model: ServiceModel = JSON.parse(gunzipSync(packed).toString('utf8'));
    read.set(service, model);
    return model;
  };
}
