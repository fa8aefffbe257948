import { expect, test } from 'vitest';
import { body, create, describe, group, refusal, settle, stackWorld, vpc } from './stack-world.ts';

const a = { A: group('a') };
const refused = (resources: object, more: object = {}, input: object = {}) =>
  refusal(() => create(stackWorld(), 'app', resources, more, input));
const sub = (text: string) => ({ 'Fn::Sub': text });

/** What an output says once the stack stands. */
function output(Value: unknown, more: object = {}, input: object = {}): string | undefined {
  const region = stackWorld();
  create(region, 'app', a, { Outputs: { Out: { Value } }, ...more }, input);
  settle(region);
  return describe(region, 'app').Outputs?.[0]?.OutputValue;
}

test('a template needs resources, known types and JSON', () => {
  expect(refused({})).toBe('ValidationError: Template format error: At least one Resources member must be defined.');
  expect(refused({ A: { Type: 'AWS::Made::Up' } })).toBe(
    'ValidationError: Template format error: Unrecognized resource types: [AWS::Made::Up]',
  );
  expect(refused(a, {}, { TemplateBody: 'A: 1' })).toContain('JSON not well-formed');
  expect(refused(a, {}, { TemplateBody: undefined })).toContain('Either Template URL or Template Body');
});

test('the limits are 51,200 bytes, 500 resources, 200 parameters and 128 characters of name', () => {
  const many = (count: number, member: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`M${at}`, member]));
  expect(refused(a, { Description: 'x'.repeat(51_200) })).toContain('less than or equal to 51200');
  const large = JSON.stringify({ Resources: many(501, { Type: 'AWS::Logs::LogGroup' }) });
  expect(refused({}, {}, { TemplateBody: large })).toContain('Number of resources, 501, is greater than maximum allowed, 500');
  expect(refused(a, { Parameters: many(201, { Type: 'String', Default: '' }) })).toContain('Number of parameters, 201');
  expect(refusal(() => create(stackWorld(), 'a_b', a))).toContain("at 'stackName'");
  expect(refusal(() => create(stackWorld(), 'a'.repeat(129), a))).toContain('less than or equal to 128');
});

test('a name that leads nowhere and a circle are refused', () => {
  const depends = (on: string) => ({ ...group(), DependsOn: on });
  expect(refused({ A: depends('B') })).toBe(
    'ValidationError: Template format error: Unresolved resource dependencies [B] in the Resources block of the template',
  );
  expect(refused(a, { Outputs: { O: { Value: { Ref: 'B' } } } })).toContain('[B] in the Outputs block');
  expect(refused(a, { Outputs: { O: { Value: { 'Fn::GetAtt': ['B', 'Arn'] } } } })).toContain(
    'Template error: instance of Fn::GetAtt references undefined resource B',
  );
  expect(refused({ A: depends('B'), B: depends('A') })).toBe('ValidationError: Circular dependency between resources: [A, B]');
});

test('parameters: missing, unknown, not allowed, kept from before', () => {
  const parameters = (P: object) => ({ Parameters: { P } });
  const given = (ParameterKey: string, ParameterValue: string) => ({ Parameters: [{ ParameterKey, ParameterValue }] });
  expect(refused(a, parameters({ Type: 'String' }))).toBe('ValidationError: Parameters: [P] must have values');
  expect(refused(a, {}, given('P', 'x'))).toBe('ValidationError: Parameters: [P] do not exist in the template');
  const narrow = parameters({ Type: 'String', AllowedValues: ['y'] });
  expect(refused(a, narrow, given('P', 'x'))).toContain('must be one of AllowedValues');
  expect(refused(a, parameters({ Type: 'Number' }), given('P', 'x'))).toContain('must be a number');
  expect(refused(a, parameters({ Type: 'AWS::SSM::Parameter::Value<String>' }), given('P', 'x'))).toContain('parameter type');
  const kept = { Parameters: [{ ParameterKey: 'P', UsePreviousValue: true }] };
  expect(refused(a, parameters({ Type: 'String' }), kept)).toContain('Cannot specify usePreviousValue as true');
});

test('a NoEcho parameter is shown as ****', () => {
  const region = stackWorld();
  const Parameters = [{ ParameterKey: 'P', ParameterValue: 'secret' }];
  create(region, 'app', a, { Parameters: { P: { Type: 'String', NoEcho: true } } }, { Parameters });
  settle(region);
  expect(describe(region, 'app').Parameters).toEqual([{ ParameterKey: 'P', ParameterValue: '****' }]);
});

test('intrinsic functions give what AWS gives', () => {
  expect(output({ Ref: 'A' })).toBe('a');
  expect(output({ 'Fn::GetAtt': ['A', 'Arn'] })).toBe('arn:aws:logs:eu-west-1:111122223333:log-group:a:*');
  expect(output(sub(['$', '{A} in $', '{AWS::Region} $', '{!Literal}'].join('')))).toBe(`a in eu-west-1 ${'$'}{Literal}`);
  expect(output({ 'Fn::Sub': [`${'$'}{X}-${'$'}{A.Arn}`, { X: { Ref: 'AWS::AccountId' } }] })).toContain(
    '111122223333-arn:aws:logs',
  );
  expect(output({ 'Fn::Join': ['-', ['x', { Ref: 'A' }, { Ref: 'AWS::NoValue' }]] })).toBe('x-a');
  expect(output({ 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] })).toBe('b');
  expect(output({ 'Fn::Base64': 'hi' })).toBe('aGk=');
  expect(output({ 'Fn::FindInMap': ['M', 'x', 'y'] }, { Mappings: { M: { x: { y: 'found' } } } })).toBe('found');
  expect(output('{{resolve:secretsmanager:s}}')).toBe('{{resolve:secretsmanager:s}}');
  const list = { Parameters: { L: { Type: 'CommaDelimitedList', Default: 'a, b' } } };
  expect(output({ 'Fn::Join': ['|', { Ref: 'L' }] }, list)).toBe('a|b');
});

test('conditions decide resources, outputs and branches', () => {
  const region = stackWorld();
  const Conditions = {
    Yes: { 'Fn::Equals': [{ Ref: 'P' }, 'on'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }] },
  };
  const Outputs = { Out: { Value: { 'Fn::If': ['Both', 'yes', { Ref: 'B' }] } }, Gone: { Value: 'x', Condition: 'No' } };
  const Parameters = { P: { Type: 'String', Default: 'on' } };
  create(region, 'app', { ...a, B: { ...vpc, Condition: 'No' } }, { Conditions, Outputs, Parameters });
  settle(region);
  expect(describe(region, 'app').Outputs).toEqual([{ OutputKey: 'Out', OutputValue: 'yes' }]);
  expect(region.call('EC2', 'DescribeVpcs', {})).toEqual({ Vpcs: [] });
});

test('a template may come from S3', () => {
  const region = stackWorld();
  region.context.state<{ texts: Record<string, string> }>('S3').texts['t/app.json'] = body(a);
  const TemplateURL = 'https://bucket.s3.eu-west-1.amazonaws.com/t/app.json';
  region.call('CloudFormation', 'CreateStack', { StackName: 'app', TemplateURL });
  settle(region);
  expect(region.call('CloudFormation', 'GetTemplate', { StackName: 'app' })).toMatchObject({ TemplateBody: body(a) });
});

test('ValidateTemplate names parameters and the capability needed', () => {
  const TemplateBody = body({ R: { Type: 'AWS::IAM::Role' } }, { Parameters: { P: { Type: 'String' } } });
  const answer = stackWorld().call('CloudFormation', 'ValidateTemplate', { TemplateBody });
  expect(answer).toMatchObject({ Parameters: [{ ParameterKey: 'P' }], Capabilities: ['CAPABILITY_IAM'] });
});
