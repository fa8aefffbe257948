import type { FunctionName } from './catalog.ts';

export interface EventRule {
  readonly target: FunctionName;
  /** On the service bus; absent: on the account's own, where AWS tells. */
  readonly bus?: 'service';
  readonly pattern?: object;
  readonly schedule?: string;
}

/**
 * Doorbells and watchmen, plain data like the rest of the catalog. Patterns keep a busy account from ringing for resources
 * that are not ours.
 */
export const eventRules = {
  StackChanged: {
    target: 'Wake',
    pattern: {
      source: ['aws.cloudformation'],
      'detail-type': ['CloudFormation Stack Status Change'],
      detail: { 'stack-id': [{ wildcard: 'arn:aws*:cloudformation:*:*:stack/moorage-*' }] },
    },
  },
  BuildEnded: {
    target: 'Wake',
    pattern: {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'project-name': [{ prefix: 'moorage-' }],
        'build-status': ['SUCCEEDED', 'FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'],
      },
    },
  },
  DeploymentChanged: {
    target: 'Wake',
    pattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Deployment State Change'],
      resources: [{ wildcard: 'arn:aws*:ecs:*:*:service/moorage-*' }],
    },
  },
  TaskStopped: {
    target: 'Wake',
    pattern: {
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { clusterArn: [{ wildcard: 'arn:aws*:ecs:*:*:cluster/moorage-*' }], lastStatus: ['STOPPED'] },
    },
  },
  ExecutionEnded: {
    target: 'Recover',
    pattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [{ wildcard: '*:stateMachine:moorage-*' }], status: ['FAILED', 'ABORTED', 'TIMED_OUT'] },
    },
  },
  Sweep: { target: 'Recover', schedule: 'rate(1 minute)' },
  BaseImagePushed: {
    target: 'Trigger',
    pattern: {
      source: ['aws.ecr'],
      'detail-type': ['ECR Image Action'],
      detail: { 'action-type': ['PUSH'], result: ['SUCCESS'] },
    },
  },
  // Only of buckets whose owner lets S3 tell EventBridge.
  SourceWritten: { target: 'Trigger', pattern: { source: ['aws.s3'], 'detail-type': ['Object Created'] } },
  // Told by CloudTrail, where the account has a trail.
  SecretRotated: {
    target: 'Trigger',
    pattern: {
      source: ['aws.secretsmanager'],
      'detail-type': ['AWS Service Event via CloudTrail'],
      detail: { eventName: ['RotationSucceeded'] },
    },
  },
  RebuildRequested: { target: 'Trigger', bus: 'service', pattern: { 'detail-type': ['Rebuild Requested'] } },
  OperationEnded: {
    target: 'Trigger',
    bus: 'service',
    pattern: { source: ['moorage'], 'detail-type': ['Operation Succeeded', 'Operation Failed', 'Operation Cancelled'] },
  },
  StackRequestEnded: {
    target: 'Provider',
    bus: 'service',
    pattern: {
      source: ['moorage'],
      'detail-type': ['Operation Succeeded', 'Operation Failed', 'Operation Cancelled'],
      detail: { trigger: ['custom resource'] },
    },
  },
  StackRequests: { target: 'Provider', schedule: 'rate(1 minute)' },
  Calendar: { target: 'Trigger', schedule: 'rate(1 minute)' },
} as const satisfies Record<string, EventRule>;
