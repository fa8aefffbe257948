import { readFileSync } from 'node:fs';

/** Events as AWS documents them, each about something of the judge's choosing. */

const account = '123456789012';
const region = 'eu-west-1';
const bus = (source: string, type: string, resources: readonly string[], detail: object) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': type,
  source,
  account,
  time: '2026-01-01T00:00:00Z',
  region,
  resources,
  detail,
});

export const events = {
  /** HTTP API, payload format 2.0, of a signed request. */
  http: (method: string, path: string, body?: unknown) => ({
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: { accept: '*/*', host: 'judge', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    requestContext: {
      accountId: account,
      apiId: 'api-id',
      authorizer: { iam: { accountId: account, userArn: `arn:aws:iam::${account}:user/judge`, userId: 'AIDACOSFODNN7EXAMPLE2' } },
      domainName: 'judge',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'judge' },
      requestId: 'id',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1767225600000,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  }),
  schedule: () => bus('aws.events', 'Scheduled Event', [`arn:aws:events:${region}:${account}:rule/moorage-Sweep`], {}),
  executionEnded: () =>
    bus('aws.states', 'Step Functions Execution Status Change', [], {
      stateMachineArn: `arn:aws:states:${region}:${account}:stateMachine:moorage-deploy`,
      status: 'FAILED',
    }),
  stackChanged: (stack: string) =>
    bus('aws.cloudformation', 'CloudFormation Stack Status Change', [], {
      'stack-id': `arn:aws:cloudformation:${region}:${account}:stack/${stack}/8b7e6d20-0000-11f0-0000-0a0000000000`,
      'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
    }),
  taskStopped: (cluster: string) =>
    bus('aws.ecs', 'ECS Task State Change', [], {
      clusterArn: `arn:aws:ecs:${region}:${account}:cluster/${cluster}`,
      lastStatus: 'STOPPED',
    }),
  /** What a state machine hands a waiting step. */
  step: (operationId: string, target: object) => ({
    operationId,
    target,
    token: 'AAAAKgAAAAIAAAAAAAAAAQ',
    enteredTime: '2026-01-01T00:00:00.000Z',
    retryCount: 0,
  }),
} as const;

const { dockerHubSecret: _notOffered, ...hello } = JSON.parse(
  readFileSync(new URL('../../examples/hello.json', import.meta.url), 'utf8'),
) as { readonly dockerHubSecret?: string };
/** Without its secret, which nobody has here and nobody could offer. */
export const helloSpec: object = hello;
