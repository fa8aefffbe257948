import { describe, expect, test } from 'vitest';
import { machines } from '../../functions/catalog.ts';
import { synthesized } from './synthesized.ts';

const { resources, outputs, terminationProtection } = synthesized();
const entriesOf = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
const propertiesOf = (type: string) => entriesOf(type).map(([, { Properties }]) => Properties);
const text = (value: unknown) => JSON.stringify(value);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

describe('the API', () => {
  const [stage, ...others] = propertiesOf('AWS::ApiGatewayV2::Stage');

  test('has one stage, with a limit', () => {
    expect(others).toEqual([]);
    expect(stage).toMatchObject({
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 10 },
    });
  });

  test('logs who asked for what, and no query, header or body', () => {
    const { Format = '{}' } = (stage?.AccessLogSettings ?? {}) as { Format?: string };
    const format = JSON.parse(Format) as Record<string, string>;
    expect(Object.values(format)).toEqual(
      expect.arrayContaining([
        '$context.requestId',
        '$context.routeKey',
        '$context.status',
        '$context.responseLatency',
        '$context.identity.userArn',
        '$context.authorizer.claims.sub',
        '$context.integrationErrorMessage',
      ]),
    );
    for (const value of Object.values(format)) expect(value).toMatch(/^\$context\.[\w.]+$/);
    expect(text(format)).not.toMatch(/query|header|body|rawPath/i);
  });
});

describe('the state machines', () => {
  test('log their errors without data, which has task tokens in it, and are traced', () => {
    const made = propertiesOf('AWS::StepFunctions::StateMachine');
    expect(made).toHaveLength(Object.keys(machines).length);
    for (const machine of made)
      expect(machine).toMatchObject({
        LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false, Destinations: [expect.anything()] },
        TracingConfiguration: { Enabled: true },
      });
  });

  test('log below the path that needs no resource policy', () => {
    const groups = propertiesOf('AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName);
    for (const { name } of Object.values(machines)) expect(groups).toContain(`/aws/vendedlogs/states/${name}`);
  });
});

describe('everything', () => {
  test('that logs does so for a limited time', () => {
    for (const [id, { Properties }] of entriesOf('AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays, id).toBeGreaterThanOrEqual(30);
    // No function and no project makes a group of its own, which would be kept for ever.
    for (const { LoggingConfig } of propertiesOf('AWS::Lambda::Function')) expect(LoggingConfig).toHaveProperty('LogGroup');
    for (const { LogsConfig } of propertiesOf('AWS::CodeBuild::Project')) expect(text(LogsConfig)).toContain('GroupName');
  });

  test('that keeps something keeps it encrypted, and takes it over TLS only', () => {
    for (const { BucketEncryption } of propertiesOf('AWS::S3::Bucket')) expect(text(BucketEncryption)).toContain('AES256');
    for (const queue of propertiesOf('AWS::SQS::Queue')) expect(queue).toMatchObject({ SqsManagedSseEnabled: true });
    for (const type of ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'])
      expect(text(propertiesOf(type))).toContain('"aws:SecureTransport":"false"');
  });

  test('in the bucket stays, but for uploads', () => {
    const [bucket] = propertiesOf('AWS::S3::Bucket');
    const { Rules: rules = [] } = (bucket?.LifecycleConfiguration ?? {}) as { Rules?: Record<string, unknown>[] };
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(rule).toMatchObject({ Prefix: 'uploads/', Status: 'Enabled' });
    expect(rules).toContainEqual(
      expect.objectContaining({ ExpirationInDays: 1, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }),
    );
  });

  test('in the environment of a function is a name, an ARN or a list of either', () => {
    for (const { Environment } of propertiesOf('AWS::Lambda::Function')) {
      const variables = (Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
      for (const [name, value] of Object.entries(variables)) {
        expect(name).not.toMatch(/PASSWORD|TOKEN|API_?KEY|CREDENTIAL/);
        expect(text(value)).not.toMatch(/resolve:|AKIA/);
      }
    }
  });

  test('that is granted on everything knows no resource', () => {
    const wide = [...propertiesOf('AWS::IAM::Policy'), ...propertiesOf('AWS::IAM::ManagedPolicy')]
      // The role environments are made with, and the boundary of theirs, are judged by grants.test.ts.
      .filter(({ Roles }) => !text(Roles ?? '').includes('"StackRole') && Roles !== undefined)
      .flatMap(({ PolicyDocument }) => (PolicyDocument as { Statement: Statement[] }).Statement)
      .filter(({ Resource }) => [Resource].flat().includes('*'))
      .flatMap(({ Action }) => Action);
    const unscoped =
      /^(xray:(Put|GetSampling)|logs:(\w+LogDeliver(y|ies)|PutResourcePolicy|Describe)|ec2:Describe\w+$|states:SendTask(Success|Failure)$|ecr:GetAuthorizationToken|cloudformation:ListStacks$|tag:GetResources$|servicequotas:GetServiceQuota$)/;
    expect(wide.filter((action) => !unscoped.test(action))).toEqual([]);
  });
});

describe('the removal', () => {
  const [[id, resource] = ['', undefined]] = entriesOf('Custom::StandingEnvironments');

  test('is refused by CloudFormation, until somebody switches that off', () => {
    expect(terminationProtection).toBe(true);
  });

  test('asks the guard before anything else goes', () => {
    const own = new Set([id, ...Object.keys(resources).filter((one) => one.startsWith('RemovalGuard'))]);
    const before = new Set(resource?.DependsOn);
    const rest = Object.keys(resources).filter((one) => !own.has(one) && !before.has(one));
    expect(rest).toEqual([]);
  });

  test('may read names of environments and nothing else of the record', () => {
    const policy = propertiesOf('AWS::IAM::Policy').find(({ Roles }) => text(Roles).includes('"RemovalGuardRole'));
    const statements = (policy?.PolicyDocument as { Statement: Statement[] } | undefined)?.Statement ?? [];
    const onRecord = statements.filter(({ Action }) => text(Action).includes('dynamodb:'));
    expect(onRecord.map(({ Action }) => Action)).toEqual(['dynamodb:Query']);
    expect(text(onRecord)).toContain('/index/byStatus');
  });
});

test('what the runbook and templates ask for is an output', () => {
  expect(Object.keys(outputs).sort()).toEqual(['BusArn', 'DeadLettersUrl', 'ProviderArn', 'RecordName', 'Url']);
});

test('no concurrency is reserved unless asked for: an account new to Lambda has none to give', () => {
  for (const lambda of propertiesOf('AWS::Lambda::Function')) expect(lambda).not.toHaveProperty('ReservedConcurrentExecutions');
});
