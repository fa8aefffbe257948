import { describe, expect, test } from 'vitest';
import { type Asked, answer, pass, providerWorld, put, thing } from './provider-world.ts';
import { create, describe as describeStack, events, resource, story, update } from './stack-world.ts';

const output = (attribute: string) => ({ Outputs: { Out: { Value: { 'Fn::GetAtt': ['Thing', attribute] } } } });

async function asking() {
  const world = providerWorld();
  create(world.region, 'app', { Thing: thing() });
  return { ...world, first: await world.heard(1) };
}

const failure = (region: Parameters<typeof events>[0], status = 'CREATE_FAILED') =>
  events(region, 'app').find(({ ResourceStatus }) => ResourceStatus === status)?.ResourceStatusReason;

describe('an answer', () => {
  test('ends the resource, and the first one counts', async () => {
    const { region, first, becomes } = await asking();
    expect(answer(region, first, { PhysicalResourceId: 'mine' })).toBe(200);
    expect(answer(region, first, { PhysicalResourceId: 'other', Status: 'FAILED', Reason: 'late' })).toBe(200);
    await becomes('app', 'CREATE_COMPLETE');
    expect(resource(region, 'app', 'Thing').PhysicalResourceId).toBe('mine');
    expect(story(region, 'app').filter((line) => line.startsWith('Thing'))).toEqual([
      'Thing CREATE_IN_PROGRESS',
      'Thing CREATE_IN_PROGRESS',
      'Thing CREATE_COMPLETE',
    ]);
  });
  test('under an unknown or changed URL, or after two hours, is 403 and heard by nobody', async () => {
    const { region, first } = await asking();
    const { ResponseURL: url } = first;
    expect(answer(region, { ...first, ResponseURL: 'https://example.com/' })).toBe(403);
    expect(answer(region, { ...first, ResponseURL: `${url.slice(0, -1)}${url.endsWith('0') ? 1 : 0}` })).toBe(403);
    await pass(region, 60);
    expect(resource(region, 'app', 'Thing').ResourceStatus).toBe('CREATE_IN_PROGRESS');
    region.advanceTo(region.state.now + 7200 * 1000);
    expect(answer(region, first)).toBe(403);
  });
  test('does not get through when the knob cloudformation.responses.unreachable cuts the network', async () => {
    const { region, first, becomes } = await asking();
    region.setKnob('cloudformation.responses.unreachable', true);
    expect(() => answer(region, first)).toThrow(expect.objectContaining({ name: 'TimeoutError' }));
    region.setKnob('cloudformation.responses.unreachable', undefined);
    expect(answer(region, first)).toBe(200);
    await becomes('app', 'CREATE_COMPLETE');
  });
  test('ends nothing but its resource: a sibling takes its time', async () => {
    const { region, until } = providerWorld(() => ({}));
    create(region, 'app', { Thing: thing(), Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } });
    await until(() => story(region, 'app').includes('Thing CREATE_COMPLETE'));
    expect(resource(region, 'app', 'Vpc').ResourceStatus).toBe('CREATE_IN_PROGRESS');
  });
  test('that says FAILED fails the resource with its reason', async () => {
    const { region, first, becomes } = await asking();
    answer(region, first, { Status: 'FAILED', Reason: 'no room' });
    await becomes('app', 'ROLLBACK_IN_PROGRESS');
    expect(failure(region)).toBe(
      `Received response status [FAILED] from custom resource. Message returned: no room (RequestId: ${first.RequestId})`,
    );
  });
  test('of 4096 bytes is read, and of one more it is too long', async () => {
    const padded = (asked: Asked, bytes: number) => {
      const { StackId, RequestId, LogicalResourceId } = asked;
      const whole = { Status: 'SUCCESS', PhysicalResourceId: 'ü', StackId, RequestId, LogicalResourceId, Data: { Text: '' } };
      const rest = bytes - Buffer.byteLength(JSON.stringify(whole));
      return JSON.stringify({ ...whole, Data: { Text: 'a'.repeat(rest) } });
    };
    const right = await asking();
    put(right.region, right.first.ResponseURL, padded(right.first, 4096));
    await right.becomes('app', 'CREATE_COMPLETE');
    const long = await asking();
    put(long.region, long.first.ResponseURL, padded(long.first, 4097));
    await long.becomes('app', 'ROLLBACK_IN_PROGRESS');
    expect(failure(long.region)).toBe('Response object is too long.');
  });
  test.each([
    [{ Status: 'FAILURE' }, "Invalid Response object: 'FAILURE' is not a valid ResponseStatus"],
    [{ PhysicalResourceId: undefined }, 'Invalid PhysicalResourceId'],
    [{ PhysicalResourceId: '' }, 'Invalid PhysicalResourceId'],
    [{ PhysicalResourceId: 'x'.repeat(1025) }, 'Invalid PhysicalResourceId'],
    [{ PhysicalResourceId: null }, 'Invalid Response object: Value of property PhysicalResourceId must be of type String'],
    [{ Reason: null }, 'Invalid Response object: Value of property Reason must be of type String'],
    [{ Status: 'FAILED' }, 'Invalid Response object: Value of property Reason must be of type String'],
    [{ Data: ['a'] }, 'Invalid Response object: Value of property Data must be an object'],
    [{ StackId: 'another' }, 'Invalid Response object: Value of property StackId is not that of the request'],
    [{ RequestId: 'another' }, 'Invalid Response object: Value of property RequestId is not that of the request'],
    [{ LogicalResourceId: 'Other' }, 'Invalid Response object: Value of property LogicalResourceId is not that of the request'],
  ])('with %j fails the resource, whose Delete carries an id CloudFormation made up', async (fields, reason) => {
    const { region, first, heard, becomes } = await asking();
    answer(region, first, fields);
    await becomes('app', 'ROLLBACK_IN_PROGRESS');
    expect(failure(region)).toBe(reason);
    expect((await heard(2)).PhysicalResourceId).toMatch(/^app-Thing-\w{12}$/);
  });
  test('that is no JSON object fails the resource', async () => {
    for (const body of ['', '{"Status":', '[]']) {
      const { region, first, becomes } = await asking();
      put(region, first.ResponseURL, body);
      await becomes('app', 'ROLLBACK_IN_PROGRESS');
      expect(failure(region)).toContain('Invalid Response object');
    }
  });
});

describe('the Data of an answer', () => {
  test('is what Fn::GetAtt gives, names with dots and whole objects too', async () => {
    const Data = { Url: 'https://a', 'with.dots': 'b', Nested: { Name: 'c' } };
    const { region, asked, becomes } = providerWorld((request) => (request.LogicalResourceId === 'Thing' ? { Data } : {}));
    const Next = thing({ Dots: { 'Fn::GetAtt': 'Thing.with.dots' }, All: { 'Fn::GetAtt': ['Thing', 'Nested'] } });
    create(region, 'app', { Thing: thing(), Next }, output('Url'));
    await becomes('app', 'CREATE_COMPLETE');
    expect(describeStack(region, 'app').Outputs).toMatchObject([{ OutputValue: 'https://a' }]);
    expect(asked[1]?.ResourceProperties).toMatchObject({ Dots: 'b', All: { Name: 'c' } });
  });
  test('without the attribute fails who asks for it, a key inside an object too', async () => {
    for (const attribute of ['Gone', 'Nested.Name']) {
      const { region, asked, becomes } = providerWorld(() => ({ Data: { Nested: { Name: 'c' } } }));
      const { StackId } = create(region, 'app', {
        Thing: thing(),
        Next: thing({ Name: { 'Fn::GetAtt': ['Thing', attribute] } }),
      });
      await becomes('app', 'ROLLBACK_COMPLETE');
      expect(failure(region)).toBe(
        `CustomResource attribute error: Vendor response doesn't contain ${attribute} attribute in object ${StackId}|Thing|${asked[0]?.RequestId}`,
      );
    }
  });
  test('with NoEcho is masked in outputs and reaches other resources as it is', async () => {
    const { region, asked, becomes } = providerWorld(() => ({ NoEcho: true, Data: { Secret: 'hush' } }));
    create(region, 'app', { Thing: thing(), Next: thing({ Key: { 'Fn::GetAtt': ['Thing', 'Secret'] } }) }, output('Secret'));
    await becomes('app', 'CREATE_COMPLETE');
    expect(describeStack(region, 'app').Outputs).toMatchObject([{ OutputValue: '*****' }]);
    expect(asked[1]?.ResourceProperties.Key).toBe('hush');
  });
  test('is that of the last answer: an Update without it leaves no attributes', async () => {
    const { region, becomes } = providerWorld(({ RequestType }) => (RequestType === 'Create' ? { Data: { Url: 'a' } } : {}));
    create(region, 'app', { Thing: thing() }, output('Url'));
    await becomes('app', 'CREATE_COMPLETE');
    update(region, 'app', { Thing: thing({ Size: 2 }) }, output('Url'));
    await becomes('app', 'UPDATE_ROLLBACK_IN_PROGRESS');
    expect(events(region, 'app').at(-1)?.ResourceStatusReason).toContain("Vendor response doesn't contain Url attribute");
  });
});
