import { describe, expect, test } from 'vitest';
import { functions } from '../../functions/catalog.ts';
import { optionsOf } from '../../infra/options.ts';
import { synthesized } from './synthesized.ts';

const options = (context: Readonly<Record<string, unknown>>) => optionsOf(context, Object.keys(functions));
const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc';

describe('the options', () => {
  test('are nothing unless given, and what is not ours is left alone', () => {
    expect(options({})).toEqual({ reservedConcurrency: {}, offers: [], admins: [] });
    expect(options({ 'aws:cdk:toolkit': 'x', '@aws-cdk/core:flag': true, 'moorage:alarmTopic': '' })).toEqual({
      reservedConcurrency: {},
      offers: [],
      admins: [],
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

interface Environment {
  readonly Variables: Readonly<Record<string, unknown>>;
}

describe('admins', () => {
  test('are principals with commas between, and reach the functions that ask for them', () => {
    const context = { 'moorage:admins': 'arn:aws:iam::111122223333:role/ops*, arn:aws:iam::111122223333:user/ada' };

    expect(options(context).admins).toEqual(['arn:aws:iam::111122223333:role/ops*', 'arn:aws:iam::111122223333:user/ada']);
    const settings = Object.values(synthesized(context).resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::Lambda::Function' ? ((Properties.Environment as Environment | undefined)?.Variables.ADMINS ?? []) : [],
    );
    expect(new Set(settings)).toEqual(new Set(['arn:aws:iam::111122223333:role/ops*,arn:aws:iam::111122223333:user/ada']));
  });

  test('are nobody who cannot be told', () => {
    for (const wrong of ['*', 'arn:aws:iam::111122223333:root', 'arn:aws:sts::111122223333:assumed-role/ops/ada'])
      expect(() => options({ 'moorage:admins': wrong })).toThrow(/moorage:admins: .*\. [A-Z]/);
  });
});

describe('offers', () => {
  const row = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme-sources/*'] };
  const offers = (value: unknown) => options({ 'moorage:offers': typeof value === 'string' ? value : JSON.stringify(value) });

  test('are rows of actions and resources', () => {
    expect(offers([row]).offers).toEqual([row]);
  });

  test.each([
    ['{', /not JSON/],
    [row, /not a list/],
    [[{ actions: 's3:GetObject', resources: ['*'] }], /JSON list/],
    [[{ ...row, to: 'shop' }], /JSON list/],
    [[{ ...row, actions: ['*'] }], /\* cannot be offered/],
    [[{ ...row, actions: ['s3:*'] }], /s3:\* cannot be offered/],
    [[{ ...row, actions: ['iam:PassRole'] }], /iam:PassRole cannot be offered/],
  ])('%j is refused', (value, why) => {
    expect(() => offers(value)).toThrow(why);
  });

  test('are in the boundary of every role of an environment, and known to who judges specs', () => {
    const { resources } = synthesized({ 'moorage:offers': JSON.stringify([row]) });
    const boundary = Object.values(resources).find(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
    expect(JSON.stringify(boundary)).toContain('arn:aws:s3:::acme-sources/*');
    const api = Object.entries(resources).find(([id, { Type }]) => Type === 'AWS::Lambda::Function' && /^Api/.test(id))?.[1];
    expect(JSON.stringify(api?.Properties.Environment)).toContain('acme-sources');
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
