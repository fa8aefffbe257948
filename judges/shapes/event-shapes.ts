import type { Member, ModelOf, ServiceModel } from './service-models.ts';

/**
 * What an event may hold; a member with `?` may be absent. moment is ISO 8601 text, milliseconds a number. A member
 * of an event is never called oneOf, matches or orNull.
 */
export type EventField =
  | 'anything'
  | 'text'
  | 'number'
  | 'flag'
  | 'moment'
  | 'milliseconds'
  | { readonly oneOf: readonly string[] }
  | { readonly matches: RegExp }
  | { readonly orNull: EventField }
  | readonly [EventField]
  | { readonly [member: string]: EventField };

/**
 * The details of AWS's events by source and detail-type. No service model has them, so they are read off the pages
 * named beside them; where a page says that the detail is what an operation answers, it is that operation's shape.
 */
export function eventShapes(modelOf: ModelOf): Readonly<Record<string, EventField>> {
  made ??= makeShapes(modelOf);
  return made;
}

let made: Readonly<Record<string, EventField>> | undefined;

/** "Sep 1, 2017 4:12:29 PM" */
const buildTime = { matches: /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M$/ };

function makeShapes(modelOf: ModelOf): Readonly<Record<string, EventField>> {
  const cloudFormation = modelOf('CloudFormation');
  const codeBuild = modelOf('CodeBuild');
  const [ecs, states] = [modelOf('ECS'), modelOf('SFN')];
  if (!cloudFormation || !codeBuild || !ecs || !states) throw new Error('the models of the services with events are missing');
  return {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html
    'aws.cloudformation CloudFormation Stack Status Change': {
      'stack-id': 'text',
      'status-details': { status: oneOf(cloudFormation, 'StackStatus'), 'status-reason': 'text' },
      'client-request-token': 'text',
    },
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-resource-status-change.html
    'aws.cloudformation CloudFormation Resource Status Change': {
      'stack-id': 'text',
      'logical-resource-id': 'text',
      'physical-resource-id': 'text',
      'status-details': { status: oneOf(cloudFormation, 'ResourceStatus'), 'status-reason': 'text' },
      'resource-type': 'text',
      'client-request-token': 'text',
    },
    // https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
    'aws.codebuild CodeBuild Build State Change': {
      'build-status': oneOf(codeBuild, 'StatusType'),
      'project-name': 'text',
      'build-id': 'text',
      'additional-information': {
        artifact: { 'md5sum?': 'text', 'sha256sum?': 'text', location: 'text' },
        environment: {
          image: 'text',
          'privileged-mode': 'flag',
          'compute-type': oneOf(codeBuild, 'ComputeType'),
          type: oneOf(codeBuild, 'EnvironmentType'),
          'environment-variables': [{ name: 'text', value: 'text', type: oneOf(codeBuild, 'EnvironmentVariableType') }],
        },
        'timeout-in-minutes': 'number',
        'build-complete': 'flag',
        initiator: 'text',
        'build-start-time': buildTime,
        source: { 'location?': 'text', type: oneOf(codeBuild, 'SourceType') },
        logs: { 'group-name': { orNull: 'text' }, 'stream-name': { orNull: 'text' }, 'deep-link': 'text' },
        phases: [
          {
            'phase-context?': ['text'],
            'start-time': buildTime,
            'end-time?': buildTime,
            'duration-in-seconds?': 'number',
            'phase-type': oneOf(codeBuild, 'BuildPhaseType'),
            'phase-status?': oneOf(codeBuild, 'StatusType'),
          },
        ],
      },
      'current-phase': oneOf(codeBuild, 'BuildPhaseType'),
      'current-phase-context': 'text',
      version: { oneOf: ['1'] },
    },
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
    'aws.ecr ECR Image Action': {
      result: { oneOf: ['SUCCESS', 'FAILURE'] },
      'repository-name': 'text',
      'image-digest': { matches: /^sha256:[\da-f]{64}$/ },
      'action-type': { oneOf: ['PUSH', 'DELETE'] },
      'image-tag?': 'text',
      'manifest-media-type?': 'text',
      'artifact-media-type?': 'text',
    },
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html: DescribeTasks' Task, its times as text
    'aws.ecs ECS Task State Change': {
      ...required(fieldsOf(ecs, 'Task', 'moment'), [
        ...['taskArn', 'clusterArn', 'taskDefinitionArn', 'lastStatus', 'desiredStatus', 'containers', 'attachments'],
        ...['createdAt', 'group', 'launchType', 'platformVersion', 'version', 'cpu', 'memory', 'overrides'],
      ]),
      updatedAt: 'moment',
    },
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
    'aws.ecs ECS Service Action': {
      eventType: { oneOf: ['INFO', 'WARN', 'ERROR'] },
      eventName: {
        oneOf: [
          ...['SERVICE_STEADY_STATE', 'TASKSET_STEADY_STATE', 'CAPACITY_PROVIDER_STEADY_STATE', 'SERVICE_DESIRED_COUNT_UPDATED'],
          ...['SERVICE_TASK_START_IMPAIRED', 'SERVICE_DISCOVERY_INSTANCE_UNHEALTHY', 'SERVICE_TASK_PLACEMENT_FAILURE'],
          ...['SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED', 'ECS_OPERATION_THROTTLED', 'SERVICE_TASK_CONFIGURATION_FAILURE'],
          ...['SERVICE_DISCOVERY_OPERATION_THROTTLED', 'VPC_LATTICE_TARGET_UNHEALTHY', 'TASKS_STOPPED'],
          ...['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'],
        ],
      },
      clusterArn: 'text',
      'capacityProviderArns?': ['text'],
      'reason?': 'text',
      createdAt: 'moment',
    },
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
    'aws.ecs ECS Deployment State Change': {
      eventType: { oneOf: ['INFO', 'ERROR'] },
      eventName: { oneOf: ['SERVICE_DEPLOYMENT_IN_PROGRESS', 'SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'] },
      deploymentId: 'text',
      updatedAt: 'moment',
      reason: 'text',
    },
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
    'aws.events Scheduled Event': {},
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html; a deletion has no size
    'aws.s3 Object Created': {
      ...ofEveryObjectEvent,
      object: { key: 'text', size: 'number', etag: 'text', 'version-id?': 'text', sequencer: 'text' },
      reason: { oneOf: ['PutObject', 'POST Object', 'CopyObject', 'CompleteMultipartUpload'] },
    },
    'aws.s3 Object Deleted': {
      ...ofEveryObjectEvent,
      object: { key: 'text', 'etag?': 'text', 'version-id?': 'text', sequencer: 'text' },
      reason: { oneOf: ['DeleteObject', 'Lifecycle Expiration'] },
      'deletion-type': { oneOf: ['Permanently Deleted', 'Delete Marker Created'] },
    },
    // https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html: what DescribeExecution answers,
    // its times in milliseconds and null for what is not there
    'aws.states Step Functions Execution Status Change': required(
      nullable(fieldsOf(states, 'DescribeExecutionOutput', 'milliseconds')),
      [
        'executionArn',
        'stateMachineArn',
        'name',
        'status',
        'startDate',
        'stopDate',
        'input',
        'inputDetails',
        'output',
        'outputDetails',
      ],
    ),
  };
}

const ofEveryObjectEvent = {
  version: { oneOf: ['0'] },
  'event-version?': 'text',
  bucket: { name: 'text' },
  'request-id?': 'text',
  requester: 'text',
  'source-ip-address?': 'text',
} satisfies Record<string, EventField>;

function oneOf(model: ServiceModel, shape: string): EventField {
  const values = model.shapes[shape]?.enum;
  if (!values) throw new Error(`${shape} is no enumeration`);
  return { oneOf: values };
}

type Members = Readonly<Record<string, EventField>>;

/** A structure of the model as it stands in JSON, every member optional. */
function fieldsOf(model: ServiceModel, shape: string, times: 'moment' | 'milliseconds'): Members {
  const members = Object.entries(model.shapes[shape]?.members ?? {});
  return Object.fromEntries(members.map(([name, member]) => [`${name}?`, fieldOf(model, member, times)]));
}

function fieldOf(model: ServiceModel, member: Member, times: 'moment' | 'milliseconds'): EventField {
  const shape = model.shapes[member.shape];
  if (shape?.enum) return { oneOf: shape.enum };
  if (shape?.type === 'structure') return fieldsOf(model, member.shape, times);
  if (shape?.type === 'list' && shape.member) return [fieldOf(model, shape.member, times)];
  if (shape?.type === 'timestamp') return times;
  if (shape?.type === 'boolean') return 'flag';
  if (shape?.type === 'string') return 'text';
  if (shape && ['integer', 'long', 'float', 'double'].includes(shape.type)) return 'number';
  return 'anything';
}

function required(members: Members, names: readonly string[]): Members {
  const strange = names.find((name) => !Object.hasOwn(members, `${name}?`));
  if (strange !== undefined) throw new Error(`the model has no ${strange}`);
  return Object.fromEntries(
    Object.entries(members).map(([name, field]) => [names.includes(name.slice(0, -1)) ? name.slice(0, -1) : name, field]),
  );
}

const nullable = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).map(([name, field]) => [name, { orNull: field }]));
