import { describe, expect, test } from 'vitest';
import { bad, pass, providerWorld, thing, token } from './provider-world.ts';
import { create, events, refusal, resource, stackWorld, story, update } from './stack-world.ts';

describe('a custom resource', () => {
  test('is asked of the Lambda behind its ServiceToken, every scalar of its properties as a string', async () => {
    const { region, heard } = providerWorld();
    const properties = { Count: 3, On: true, List: [1, { Deep: false }], Text: 'x', ServiceTimeout: 600 };
    const { StackId } = create(region, 'app', { Thing: thing(properties) });
    const asked = await heard(1);
    expect(asked).toEqual({
      RequestType: 'Create',
      ServiceToken: token,
      ServiceTimeout: '600',
      ResponseURL: expect.any(String),
      StackId,
      RequestId: expect.stringMatching(/^[\da-f-]{36}$/),
      LogicalResourceId: 'Thing',
      ResourceType: 'Custom::Thing',
      ResourceProperties: {
        ServiceToken: token,
        ServiceTimeout: '600',
        Count: '3',
        On: 'true',
        List: ['1', { Deep: 'false' }],
        Text: 'x',
      },
    });
  });
  test('is answered under a presigned URL of two hours that nobody can guess', async () => {
    const { region, heard } = providerWorld();
    const { StackId } = create(region, 'app', { A: thing(), B: thing() });
    const [first, second] = [await heard(1), await heard(2)];
    const url = new URL(first.ResponseURL);
    expect(url.host).toBe('cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com');
    expect(decodeURIComponent(url.pathname.slice(1))).toBe(`${StackId}|${first.LogicalResourceId}|${first.RequestId}`);
    expect(url.pathname).toContain('arn%3Aaws%3Acloudformation%3Aeu-west-1%3A111122223333%3Astack/app/');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('7200');
    expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[\da-f]{64}$/);
    expect(new URL(second.ResponseURL).searchParams.get('X-Amz-Signature')).not.toBe(url.searchParams.get('X-Amz-Signature'));
  });
  test.each([
    ['us-east-1', false, 'useast1.s3.amazonaws.com'],
    ['eu-west-1', true, 'euwest1.s3-eu-west-1.amazonaws.com'],
  ])('in %s, with the knob cloudformation.responses.dashedHost %s, is answered at …%s', async (name, dashed, host) => {
    const { region, heard } = providerWorld(() => undefined, { region: name });
    region.setKnob('cloudformation.responses.dashedHost', dashed);
    create(region, 'app', { Thing: thing({ ServiceToken: token.replace('eu-west-1', name) }) });
    expect(new URL((await heard(1)).ResponseURL).host).toBe(`cloudformation-custom-resource-response-${host}`);
  });
  test('may be called AWS::CloudFormation::CustomResource, and may have a Version', async () => {
    const { region, heard } = providerWorld();
    create(region, 'app', { Thing: thing({}, { Type: 'AWS::CloudFormation::CustomResource', Version: '1.0' }) });
    expect((await heard(1)).ResourceType).toBe('AWS::CloudFormation::CustomResource');
  });
  test('may have a type name of its own of 60 letters, digits and _@-', () => {
    const tried = (Type: string) => refusal(() => create(stackWorld(), 'app', { Thing: thing({}, { Type }) }));
    const longest = `Custom::${'a'.repeat(48)}_@-9`;
    expect(longest).toHaveLength(60);
    expect(tried(longest)).toBe('accepted');
    for (const type of [`${longest}a`, 'Custom::', 'Custom::a b', 'Custom::a::b'])
      expect(tried(type)).toBe(`ValidationError: Template format error: Unrecognized resource types: [${type}]`);
  });
  test.each([
    [undefined, 'Property ServiceToken cannot be empty.'],
    ['provider', 'Invalid service token.'],
    ['arn:aws:lambda:eu-west-2:111122223333:function:provider', 'Invalid service token.'],
  ])('with the ServiceToken %s fails: %s', async (ServiceToken, reason) => {
    const { region, asked, becomes } = providerWorld();
    create(region, 'app', { Thing: thing({ ServiceToken }) });
    await becomes('app', 'ROLLBACK_COMPLETE');
    const failed = events(region, 'app').find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toBe(reason);
    expect(asked).toEqual([]);
  });
  test.each([0, 3601, 'soon', 1.5])('with the ServiceTimeout %s fails', async (ServiceTimeout) => {
    const { region, asked, becomes } = providerWorld();
    create(region, 'app', { Thing: thing({ ServiceTimeout }) });
    await becomes('app', 'ROLLBACK_COMPLETE');
    expect(story(region, 'app')).toContain('Thing CREATE_FAILED');
    expect(asked).toEqual([]);
  });
  test('is ended by no error and no death of its Lambda, only by an answer or its time', async () => {
    const region = stackWorld({ runLambda: () => Promise.reject(new Error('broken')) });
    create(region, 'app', { Thing: thing() });
    await pass(region, 3590);
    expect(resource(region, 'app', 'Thing').ResourceStatus).toBe('CREATE_IN_PROGRESS');
    await pass(region, 30);
    expect(story(region, 'app')).toContain('Thing CREATE_FAILED');
  });
  test('whose properties cannot be resolved is asked nothing, neither in an update nor in its rollback', async () => {
    const { region, becomes, told } = providerWorld(() => ({ Data: { Name: 'n' } }));
    const pair = (attribute: string) => ({ A: thing(), B: thing({ Name: { 'Fn::GetAtt': ['A', attribute] } }) });
    create(region, 'app', pair('Name'));
    await becomes('app', 'CREATE_COMPLETE');
    update(region, 'app', pair('Nothing'));
    await becomes('app', 'UPDATE_ROLLBACK_COMPLETE');
    expect(told()).toEqual(['Create', 'Create']);
  });
  test('that a failed resource kept from its turn is asked nothing', async () => {
    const { region, asked, becomes } = providerWorld();
    create(region, 'app', { Bad: bad(), Thing: thing({}, { DependsOn: 'Bad' }) });
    await becomes('app', 'ROLLBACK_COMPLETE');
    expect(asked).toEqual([]);
  });
});
