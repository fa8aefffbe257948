import { describe, expect, test } from 'vitest';
import { buildspec } from '../../domain/image/buildspec.ts';
import { functions, machines } from '../../functions/catalog.ts';
import { type EventRule, eventRules } from '../../functions/event-rules.ts';
import { type Route, routes } from '../../functions/routes.ts';
import { type Resource, synthesized } from './synthesized.ts';

const { resources, faults } = synthesized();
const guard = 'Moorage refuses to be removed while environments stand';
const ofType = (type: string): Resource[] => Object.values(resources).filter(({ Type }) => Type === type);
const only = (type: string): Resource => {
  const [resource, ...others] = ofType(type);
  if (!resource || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return resource;
};
const propertiesOf = (type: string) => ofType(type).map(({ Properties }) => Properties);
const text = (value: unknown) => JSON.stringify(value);

describe('the control plane', () => {
  test('is a template that CloudFormation takes', () => {
    expect(faults).toEqual([]);
  });

  test('has every function of the catalog on Node 24 and arm64, with a role of its own', () => {
    const lambdas = propertiesOf('AWS::Lambda::Function');
    // And the one that guards the removal.
    expect(lambdas).toHaveLength(Object.keys(functions).length + 1);
    for (const lambda of lambdas)
      expect(lambda).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } });
    expect(new Set(lambdas.map(({ Role }) => text(Role))).size).toBe(lambdas.length);
  });

  test('gives every function the memory and the time the catalog says', () => {
    const declared = Object.values(functions).map(({ memoryMb, timeoutSeconds, does }) => [
      memoryMb,
      timeoutSeconds,
      `Moorage ${does}`,
    ]);
    const made = propertiesOf('AWS::Lambda::Function')
      .filter(({ Description }) => Description !== guard)
      .map(({ MemorySize, Timeout, Description }) => [MemorySize, Timeout, Description]);
    expect(made.sort()).toEqual(declared.sort());
  });

  test('answers every route of the catalog, and only when signed', () => {
    const made = propertiesOf('AWS::ApiGatewayV2::Route');
    expect(made.map(({ RouteKey }) => RouteKey).sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    expect(new Set(made.map(({ AuthorizationType }) => AuthorizationType))).toEqual(new Set(['AWS_IAM']));
    const answering = new Set((routes as readonly Route[]).map(({ function: name = 'Api' }) => name));
    const integrations = propertiesOf('AWS::ApiGatewayV2::Integration');
    expect(integrations).toHaveLength(answering.size);
    for (const integration of integrations) expect(integration).toMatchObject({ PayloadFormatVersion: '2.0' });
    for (const name of answering) expect(text(integrations)).toContain(`["${name}`);
  });

  test('keeps the record and the bucket when the stack goes', () => {
    const table = only('AWS::DynamoDB::Table');
    expect(table.DeletionPolicy).toBe('Retain');
    expect(table.Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect((table.Properties.GlobalSecondaryIndexes as { IndexName: string }[]).map(({ IndexName }) => IndexName)).toEqual([
      'byStatus',
      'byEnvironment',
    ]);
    const bucket = only('AWS::S3::Bucket');
    expect(bucket.DeletionPolicy).toBe('Retain');
    const policies = Object.values(resources).filter(({ Type }) => Type === 'AWS::S3::BucketPolicy');
    expect(policies.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain']);
    expect(bucket.Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
    expect(text(only('AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
  });
});

describe('the state machines', () => {
  test('have the names functions start them by', () => {
    expect(
      propertiesOf('AWS::StepFunctions::StateMachine')
        .map(({ StateMachineName }) => StateMachineName)
        .sort(),
    ).toEqual(
      Object.values(machines)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('name versions of functions, so that an execution ends with the code it began with', () => {
    const versions = Object.keys(resources).filter((id) => resources[id]?.Type === 'AWS::Lambda::Version');
    for (const id of versions) expect(resources[id]?.DeletionPolicy).toBe('Retain');
    for (const machine of propertiesOf('AWS::StepFunctions::StateMachine')) {
      const { TeardownMachine: _, ...lambdas } = machine.DefinitionSubstitutions as Record<string, { Ref?: string }>;
      expect(Object.keys(lambdas).length).toBeGreaterThan(3);
      for (const { Ref } of Object.values(lambdas)) expect(versions).toContain(Ref);
    }
  });

  test('leave no placeholder open', () => {
    for (const { DefinitionString, DefinitionSubstitutions } of propertiesOf('AWS::StepFunctions::StateMachine')) {
      const placeholders = [...String(DefinitionString).matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]);
      expect([...new Set(placeholders)].sort()).toEqual(Object.keys(DefinitionSubstitutions as object).sort());
    }
  });
});

describe('the builders', () => {
  test('run the one buildspec', () => {
    for (const { Source } of propertiesOf('AWS::CodeBuild::Project')) {
      expect(Source).toEqual({ Type: 'NO_SOURCE', BuildSpec: JSON.stringify(buildspec) });
    }
  });

  test('are one per architecture, privileged, each with its own log group', () => {
    expect(propertiesOf('AWS::CodeBuild::Project')).toMatchObject([
      {
        Name: 'moorage-builder-x86-64',
        Environment: { Type: 'LINUX_CONTAINER', PrivilegedMode: true },
        Cache: { Type: 'NO_CACHE' },
      },
      {
        Name: 'moorage-builder-arm64',
        Environment: { Type: 'ARM_CONTAINER', PrivilegedMode: true },
        Cache: { Type: 'NO_CACHE' },
      },
    ]);
    const groups = propertiesOf('AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName);
    expect(groups).toEqual(expect.arrayContaining(['/moorage/build/x86-64', '/moorage/build/arm64']));
  });
});

describe('the doorbells', () => {
  test('are the rules of the catalog, each with a queue for what cannot be delivered', () => {
    const made = propertiesOf('AWS::Events::Rule');
    expect(made).toHaveLength(Object.keys(eventRules).length);
    for (const { Targets } of made) expect(Targets).toMatchObject([{ DeadLetterConfig: { Arn: expect.anything() } }]);
    const schedules = Object.values(eventRules as Record<string, EventRule>).map(({ schedule }) => schedule);
    expect(made.map(({ ScheduleExpression }) => ScheduleExpression).filter(Boolean)).toEqual(schedules.filter(Boolean));
    expect(made.filter(({ EventPattern }) => EventPattern)).toHaveLength(schedules.filter((schedule) => !schedule).length);
  });

  test('put aside what a function could not do with an event', () => {
    const rung = new Set(Object.values(eventRules as Record<string, EventRule>).map(({ target }) => target));
    const configs = propertiesOf('AWS::Lambda::EventInvokeConfig');
    expect(configs).toHaveLength(rung.size);
    for (const config of configs)
      expect(config).toMatchObject({
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^UndeliveredEvents/), 'Arn'] } } },
        MaximumEventAgeInSeconds: 3600,
      });
  });
});
