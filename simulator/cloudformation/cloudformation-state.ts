import type { OperationType, ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';

/** Everything CloudFormation remembers: plain JSON, moments in milliseconds. */
export interface CloudFormationState {
  /** By stack id (ARN); deleted ones stay, as AWS keeps them for 90 days. */
  stacks: Record<string, StackRecord>;
  /** Name of each stack that is not deleted → its id. */
  names: Record<string, string>;
  /** The presigned URLs given out, and what was put there. Absent in a state written before there were any. */
  presigned?: Record<string, PresignedUrl>;
}

/** A place in one of CloudFormation's own buckets somebody may write to without credentials. */
export interface PresignedUrl {
  stackId: string;
  logicalId: string;
  expiresAt: number;
  /** In the order they came. */
  bodies: string[];
}

export type Properties = Record<string, unknown>;

export interface PlannedResource {
  type: string;
  /** As in the template, conditions already decided; references are resolved when the resource's turn comes. */
  properties: Properties;
  dependsOn: string[];
  retainOnDelete: boolean;
  retainOnReplace: boolean;
  /** `RetainExceptOnCreate`: kept by a delete, not by the rollback of the operation that made it. */
  retainExceptOnCreate: boolean;
  metadata?: unknown;
}

/** A template with its parameters and conditions decided. */
export interface Plan {
  resources: Record<string, PlannedResource>;
  outputs: Record<string, { Value: unknown; Description?: string; ExportName?: unknown }>;
  mappings: Record<string, Record<string, Record<string, unknown>>>;
  parameters: Record<string, string | string[]>;
  description?: string;
}

export interface Version {
  templateBody: string;
  plan: Plan;
  /** Values as given or defaulted, before lists are split; those of `hidden` are shown as ****. */
  values: Record<string, string>;
  hidden: string[];
  tags: Record<string, string>;
  capabilities: string[];
}

/** One physical thing CloudFormation made. */
export interface Built {
  logicalId: string;
  type: string;
  physicalId?: string | undefined;
  properties: Properties;
  tags: Record<string, string>;
  attributes: Record<string, unknown>;
  dependsOn: string[];
  retain: boolean;
  memory?: object | undefined;
  /** Of a custom resource: the answer its attributes are from. */
  answer?: { requestId: string; noEcho: boolean } | undefined;
}

export interface ResourceRecord extends Built {
  status: ResourceStatus;
  reason?: string | undefined;
  changedAt: number;
  /** What it was when the running update first touched it: what a rollback goes back to. */
  before?: Built | undefined;
  /** What the failed update had asked for: what a repeated rollback goes back from. */
  tried?: Built | undefined;
  /** The update was refused before anything was asked of a provider: there is nothing to take back. */
  untouched?: boolean | undefined;
  /** Made by the running operation. */
  fresh?: boolean | undefined;
}

export type Phase = 'CREATE' | 'UPDATE' | 'UPDATE_ROLLBACK' | 'UPDATE_CLEANUP' | 'ROLLBACK_CLEANUP' | 'ROLLBACK' | 'DELETE';

export interface Job {
  key: string;
  logicalId: string;
  action: 'APPLY' | 'RESTORE' | 'DELETE';
  /** What an APPLY turned out to be. */
  mode?: 'CREATE' | 'UPDATE' | 'REPLACE';
  state: 'waiting' | 'running' | 'done' | 'failed';
  waitsFor: string[];
  /** Tells a timer of this try from one of a try that was cancelled. */
  ticket: number;
  tries: number;
  /** Of a DELETE: the thing, which may no longer be the one its logical id stands for. */
  thing?: Built;
}

export interface RunningOperation {
  id: string;
  token?: string | undefined;
  phase: Phase;
  jobs: Record<string, Job>;
  /** No further job is started. */
  stopping: boolean;
  /** The next phase has been scheduled. */
  ending: boolean;
  disableRollback: boolean;
  /** Logical ids a DeleteStack retains, or ContinueUpdateRollback skips. */
  skip: string[];
  force: boolean;
  failedToCreate: string[];
  failedToUpdate: string[];
  failedToDelete: string[];
  reason?: string;
}

export interface OperationRecord {
  id: string;
  type: OperationType;
  token?: string | undefined;
  /** What was asked, to tell a repeat from another request under the same token. */
  request: string;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
}

export interface EventRecord {
  EventId: string;
  OperationId: string;
  LogicalResourceId: string;
  PhysicalResourceId: string;
  ResourceType: string;
  Timestamp: number;
  ResourceStatus: string;
  ResourceStatusReason?: string | undefined;
  ClientRequestToken?: string | undefined;
}

export interface StackRecord {
  id: string;
  name: string;
  status: StackStatus;
  reason?: string | undefined;
  createdAt: number;
  updatedAt?: number | undefined;
  deletedAt?: number | undefined;
  /** Last stable version, or the one being created. */
  live: Version;
  /** The version an update is going to. */
  next?: Version | undefined;
  /** True once the stack has reached any *_COMPLETE that a rollback could return to. */
  stable: boolean;
  resources: Record<string, ResourceRecord>;
  /** Things no logical id stands for any more, to be deleted in the next cleanup. */
  garbage: Built[];
  outputs: { OutputKey: string; OutputValue: string; Description?: string; ExportName?: string }[];
  operations: OperationRecord[];
  running?: RunningOperation | undefined;
  /** Oldest first. */
  events: EventRecord[];
  tickets: number;
  onFailure: 'DO_NOTHING' | 'ROLLBACK' | 'DELETE';
  disableRollback: boolean;
  retainExceptOnCreate: boolean;
  roleArn?: string | undefined;
  notificationArns: string[];
  timeoutInMinutes?: number | undefined;
  terminationProtection: boolean;
  /** What DescribeStacks still says for a moment after a call; without a status, that there is no such stack. */
  stale?: { until: number; status?: StackStatus; reason?: string | undefined; operations: number } | undefined;
}
