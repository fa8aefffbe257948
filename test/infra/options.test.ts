import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/catalog.ts';
import { optionsOf } from '../../infra/options.ts';
import { synthesized } from './synthesized.ts';

const options = (context: Readonly<Record<string, unknown>>) => optionsOf(context, Object.keys(functions));
const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc';

describe('the options', () => {
  test('are nothing unless given, and what is not ours is left alone', () => {
    expect(options({})).toEqual({ reservedConcurrency: {} });
    expect(options({ 'aws:cdk:toolkit': 'x', '@aws-cdk/core:flag': true, 'moorage:alarmTopic': '' })).toEqual({
      reservedConcurrency: {},
    });
  });

  test('refuse what they do not know, with what there is', () => {
    expect(() => options({ 'moorage:jwtIsuer': issuer })).toThrow(/no option moorage:jwtIsuer; there are moorage:jwtIssuer/);
    expect(() => synthesized({ 'moorage:alarmTopik': 'x' })).toThrow(/no option/);
  });

  test('take issuer and audience only together', () => {
    expect(options({ 'moorage:jwtIssuer': issuer, 'moorage:jwtAudience': 'a, b' }).jwt).toEqual({
      issuer,
      audience: ['a', 'b'],
      scopes: [],
    });
    expect(() => options({ 'moorage:jwtIssuer': issuer })).toThrow(/go together/);
    expect(() => options({ 'moorage:jwtScopes': 'moorage' })).toThrow(/go together/);
  });

  test('refuse an issuer that signs for everybody', () => {
    const github = { 'moorage:jwtIssuer': 'https://token.actions.githubusercontent.com', 'moorage:jwtAudience': 'moorage' };
    expect(() => options(github)).toThrow(/signs tokens for anybody/);
  });

  test('refuse an ARN of something else', () => {
    expect(() => options({ 'moorage:alarmTopic': 'arn:aws:sqs:eu-central-1:111122223333:q' })).toThrow(/not such an ARN/);
    expect(() => options({ 'moorage:permissionsBoundary': 'boundary' })).toThrow(/not such an ARN/);
  });

  test('reserve concurrency for functions of the catalog and no others', () => {
    expect(options({ 'moorage:reservedConcurrency': 'Recover:2,Api:20' }).reservedConcurrency).toEqual({ Recover: 2, Api: 20 });
    for (const wrong of ['Nobody:1', 'Api', 'Api:0', 'Api:x'])
      expect(() => options({ 'moorage:reservedConcurrency': wrong })).toThrow(/is not <function>:<number>/);
  });
});

describe('with options the control plane', () => {
  const boundary = 'arn:aws:iam::111122223333:policy/everybody';
  const topic = 'arn:aws:sns:eu-central-1:111122223333:oncall';
  const { resources, faults } = synthesized({
    'moorage:jwtIssuer': issuer,
    'moorage:jwtAudience': 'moorage',
    'moorage:jwtScopes': 'moorage/use',
    'moorage:permissionsBoundary': boundary,
    'moorage:alarmTopic': topic,
    'moorage:reservedConcurrency': 'Recover:2',
  });
  const ofType = (type: string) =>
    Object.values(resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties);

  test('is still a template that CloudFormation takes', () => {
    expect(faults).toEqual([]);
  });

  test('lets in tokens of that issuer, audience and scope on every route, and no signatures', () => {
    for (const route of ofType('AWS::ApiGatewayV2::Route'))
      expect(route).toMatchObject({
        AuthorizationType: 'JWT',
        AuthorizationScopes: ['moorage/use'],
        AuthorizerId: expect.anything(),
      });
    expect(ofType('AWS::ApiGatewayV2::Authorizer')).toMatchObject([
      { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: issuer, Audience: ['moorage'] } },
    ]);
  });

  test("has the account's boundary on every role", () => {
    const roles = ofType('AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(Object.keys(functions).length);
    for (const { PermissionsBoundary } of roles) expect(PermissionsBoundary).toBe(boundary);
  });

  test('tells the topic when an alarm begins and ends', () => {
    for (const alarm of ofType('AWS::CloudWatch::Alarm'))
      expect(alarm).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
  });

  test('reserves what was asked for and nothing else', () => {
    const reserved = ofType('AWS::Lambda::Function')
      .map(({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions)
      .filter(Boolean);
    expect(reserved).toEqual([2]);
  });
});
