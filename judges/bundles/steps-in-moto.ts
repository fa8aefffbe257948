import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Deployed } from './deployed-functions.ts';
import { events, helloSpec } from './events.ts';
import type { MotoAws } from './moto-aws.ts';
import type { Answer } from './sandbox.ts';
import type { Seen, Step } from './step.ts';

const nobody = 'nobody-nobod-nobod';
const unknownOperation = { threw: { errorType: 'Error', errorMessage: `there is no operation ${nobody}` } };
const operationOf = ({ operation = '' }: Seen) => ({ operationId: operation });

/**
 * One operation through the bundles, in an AWS somebody else wrote: opened, planned, its foundation begun, rung for, failed
 * and diagnosed; and every function asked for what there is not. Their order matters.
 */
export function stepsInMoto({ functions, table }: Deployed): readonly Step[] {
  const { BUCKET = '', BOUNDARY_ARN = '' } = functions.Planner.environment;
  const { STACK_ROLE_ARN } = functions.EnsureStack.environment;
  const { DEPLOY_MACHINE = '' } = functions.Api.environment;
  const { TableName } = table;
  const put = (name: string, as: string): Step => ({
    of: 'Api',
    about: `PUT /environments/${name}`,
    event: () => events.http('PUT', `/environments/${name}`, helloSpec),
    wants: { returned: { statusCode: 202, body: { environment: name, kind: 'CREATE', revision: 1, operation: /^[a-z-]+$/ } } },
    after: async (seen, aws, answer) => {
      const id = bodyOf(answer).operation ?? '';
      seen[as] = id;
      const executionArn = `${DEPLOY_MACHINE.replace(':stateMachine:', ':execution:')}:${id}`;
      const { input } = await aws.client(SFNClient).send(new DescribeExecutionCommand({ executionArn }));
      return JSON.parse(input ?? '{}').operationId === id ? undefined : `the execution's input is ${input}`;
    },
  });
  const plannedImages = { returned: { images: [/^custom-/, /^nginx-/], contracts: [] } };

  return [
    {
      of: 'Api',
      about: 'GET of an environment there is not',
      event: () => events.http('GET', '/environments/nobody'),
      wants: {
        returned: {
          statusCode: 404,
          headers: { 'content-type': 'application/problem+json' },
          body: { code: 'ENVIRONMENT_UNKNOWN', status: 404, instance: '/environments/nobody' },
        },
      },
    },
    {
      // The CDK and its validator work from inside this zip too; without services nobody asks for zones.
      of: 'Plans',
      about: 'a dry run',
      event: () =>
        events.http('POST', '/plans', { name: 'bundled', spec: { builds: { app: { files: { Dockerfile: 'FROM a' } } } } }),
      wants: {
        returned: {
          statusCode: 200,
          body: { environment: 'bundled', accepted: true, change: 'create', planHash: /^[0-9a-f]{64}$/ },
        },
      },
    },
    put('bundled', 'operation'),
    put('unfit', 'unfit'),
    {
      of: 'Recover',
      about: 'its turn, with two operations too young to be taken up',
      event: () => events.schedule(),
      wants: { returned: { recovered: [] } },
    },
    {
      of: 'Recover',
      about: 'the end of an execution',
      event: () => events.executionEnded(),
      wants: { returned: { recovered: [] } },
    },
    {
      of: 'Planner',
      about: 'an operation there is not',
      event: () => ({ operationId: nobody }),
      wants: { threw: { errorType: 'Fenced', errorMessage: 'the operation is unknown' } },
    },
    {
      of: 'Planner',
      about: 'an operation to be planned',
      event: operationOf,
      wants: plannedImages,
      after: (_seen, aws) => templatesIn(aws, BUCKET, BOUNDARY_ARN),
    },
    { of: 'Planner', about: 'the same operation again', event: operationOf, wants: plannedImages },
    {
      // AWS's validator knows that a tag's value is not empty; the API would not have let this spec in.
      of: 'Planner',
      about: 'a revision that CloudFormation would refuse',
      before: (seen, aws) => withEmptyTag(aws, TableName, 'unfit', seen.unfit ?? ''),
      event: ({ unfit }) => ({ operationId: unfit }),
      wants: {
        threw: { errorType: 'PlanRefused', errorMessage: /^templates not fit for CloudFormation: .*length 0 is below minimum/ },
      },
    },
    ...(['EnsureStack', 'EnsureImage', 'EnsureDeployment'] as const).map((of) => ({
      of,
      about: 'an operation there is not',
      event: () => events.step(nobody, targets[of]),
      wants: unknownOperation,
    })),
    {
      of: 'EnsureStack',
      about: 'the foundation of an operation',
      event: ({ operation = '' }) => events.step(operation, targets.EnsureStack),
      wants: { returned: { step: 'apply:foundation' } },
      after: async (_seen, aws) => {
        const StackName = 'moorage-bundled-foundation';
        const { Stacks } = await aws.client(CloudFormationClient).send(new DescribeStacksCommand({ StackName }));
        return Stacks?.[0]?.RoleARN === STACK_ROLE_ARN ? undefined : `the stack's role is ${Stacks?.[0]?.RoleARN}`;
      },
    },
    {
      of: 'Wake',
      about: 'a stack of an environment there is not',
      event: () => events.stackChanged('moorage-stranger-foundation'),
      wants: { returned: { looked: [] } },
    },
    {
      of: 'Wake',
      about: "a stranger's task",
      event: () => events.taskStopped('moorage-stranger-foundation'),
      wants: { returned: { looked: [] } },
    },
    {
      of: 'Wake',
      about: 'the stack somebody waits for',
      event: () => events.stackChanged('moorage-bundled-foundation'),
      wants: { returned: { looked: ['apply:foundation'] } },
    },
    { of: 'Fence', about: 'an operation there is not', event: () => ({ operationId: nobody }), wants: unknownOperation },
    {
      of: 'Fence',
      about: 'an operation whose branch stopped',
      event: (seen) => ({ ...operationOf(seen), phase: 'BUILD', input: { error: { Error: 'States.Timeout', Cause: 'late' } } }),
      wants: { returned: { images: plannedImages.returned.images } },
    },
    {
      of: 'Settle',
      about: 'an operation there is not',
      event: () => ({ operationId: nobody, after: 'deployed' }),
      wants: unknownOperation,
    },
    {
      of: 'Settle',
      about: 'success of an operation that fails',
      event: (seen) => ({ ...operationOf(seen), after: 'deployed' }),
      wants: { threw: { errorType: 'Fenced', errorMessage: 'the operation is FAILING' } },
    },
    { of: 'Diagnose', about: 'an operation there is not', event: () => ({ operationId: nobody }), wants: { returned: {} } },
    { of: 'Diagnose', about: 'an operation that fails', event: operationOf, wants: { returned: { code: 'STATES_TIMEOUT' } } },
    {
      of: 'Api',
      about: 'GET of the operation',
      event: ({ operation }) => events.http('GET', `/operations/${operation}`),
      wants: {
        returned: {
          statusCode: 200,
          body: { environment: 'bundled', status: 'FAILING', diagnosis: { code: 'STATES_TIMEOUT' } },
        },
      },
    },
  ];
}

const targets = {
  EnsureStack: { kind: 'stack', stack: 'foundation', action: 'apply' },
  EnsureImage: { kind: 'build', image: 'nginx-3e18cd', action: 'build' },
  EnsureDeployment: { kind: 'deployment', action: 'stabilize' },
} as const;

const bodyOf = (answer: Answer): Record<string, string> =>
  'returned' in answer ? (answer.returned as { body: Record<string, string> }).body : {};

/** What each stack must hold for the CDK to have done its work from inside the zip. */
const telling = {
  registry: ['"AWS::ECR::Repository"', '"AWS::IAM::Role"'],
  foundation: ['"AWS::EC2::VPC"', '"AWS::ECS::Cluster"'],
  services: ['"AWS::ECS::Service"', '"AWS::ECS::TaskDefinition"'],
} as const;

async function templatesIn(aws: MotoAws, Bucket: string, boundary: string): Promise<string | undefined> {
  const client = aws.client(S3Client);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  const keys = Contents.map(({ Key = '' }) => Key);
  const wrong: string[] = [];
  for (const [kind, signs] of Object.entries(telling)) {
    const Key = keys.find((key) => key.startsWith(`templates/bundled/${kind}-`));
    const found = Key && (await client.send(new GetObjectCommand({ Bucket, Key })));
    const text = (found && (await found.Body?.transformToString())) || '';
    wrong.push(...signs.filter((sign) => !text.includes(sign)).map((sign) => `the template of ${kind} has no ${sign}`));
    // Optional in the code, and the only bound of what an environment's roles may do.
    if (text.includes('"AWS::IAM::Role"') && !text.includes(boundary)) wrong.push(`the roles of ${kind} have no boundary`);
  }
  if (!keys.some((key) => /^contexts\/bundled\/[0-9a-f]{64}\.zip$/.test(key))) wrong.push('no build context was written');
  return wrong.length > 0 ? `${wrong.join(', ')}; the bucket has ${keys.join(' ')}` : undefined;
}

async function withEmptyTag({ client }: MotoAws, TableName: string, environment: string, operation: string): Promise<void> {
  const Key = { pk: { S: `ENVIRONMENT#${environment}` }, sk: { S: `REVISION#${operation}` } };
  const { Item } = await client(DynamoDBClient).send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  const effective = JSON.stringify({ ...JSON.parse(Item?.effective?.S ?? '{}'), tags: { empty: '' } });
  const UpdateExpression = 'SET effective = :effective';
  const ExpressionAttributeValues = { ':effective': { S: effective } };
  await client(DynamoDBClient).send(new UpdateItemCommand({ TableName, Key, UpdateExpression, ExpressionAttributeValues }));
}
