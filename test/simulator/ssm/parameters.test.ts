import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { connectTo } from '../../../simulator/connect.ts';
import { ask, makeWorld } from '../ecs/container-world.ts';

function world() {
  const region = makeWorld();
  const call = (operation: string, input: object) => ask(region, 'SSM', operation, input);
  const put = (Name: string, more: object = {}) => call('PutParameter', { Name, Value: 'one', Type: 'String', ...more });
  return { region, call, put };
}
const error = (name: string) => expect.objectContaining({ name });

describe('a parameter', () => {
  test('is read by name, by ARN and by version', () => {
    const { call, put } = world();
    put('/app/key');
    put('/app/key', { Value: 'two', Overwrite: true });
    const ARN = 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/key';
    expect(call('GetParameter', { Name: '/app/key' }).Parameter).toMatchObject({ Value: 'two', Version: 2, ARN, Type: 'String' });
    expect(call('GetParameter', { Name: ARN }).Parameter.Value).toBe('two');
    expect(call('GetParameter', { Name: '/app/key:1' }).Parameter).toMatchObject({ Value: 'one', Selector: ':1' });
    put('plain');
    expect(call('GetParameter', { Name: 'arn:aws:ssm:eu-west-1:111122223333:parameter/plain' }).Parameter.Name).toBe('plain');
  });
  test('that does not exist is ParameterNotFound, another version of it ParameterVersionNotFound', () => {
    const { call, put } = world();
    put('a');
    expect(() => call('GetParameter', { Name: 'none' })).toThrow(error('ParameterNotFound'));
    expect(() => call('GetParameter', { Name: 'a:7' })).toThrow(error('ParameterVersionNotFound'));
  });
  test('is not overwritten unless that is asked for', () => {
    const { put } = world();
    expect(put('a')).toEqual({ Version: 1, Tier: 'Standard' });
    expect(() => put('a')).toThrow(error('ParameterAlreadyExists'));
    expect(put('a', { Overwrite: true }).Version).toBe(2);
  });
  test('of type SecureString is sealed unless it is decrypted', () => {
    const { call, put } = world();
    put('a', { Type: 'SecureString' });
    expect(call('GetParameter', { Name: 'a' }).Parameter.Value).not.toBe('one');
    expect(call('GetParameter', { Name: 'a', WithDecryption: true }).Parameter).toMatchObject({
      Value: 'one',
      Type: 'SecureString',
    });
  });
  test('is refused under a reserved name, with odd letters, or as a path without its first slash', () => {
    const { put } = world();
    expect(() => put('/aws/mine')).toThrow(error('AccessDeniedException'));
    for (const name of ['/ssm/mine', 'a b', 'a/b']) expect(() => put(name)).toThrow(error('ValidationException'));
  });
  test('is gone when it is deleted, which it is once', () => {
    const { call, put } = world();
    put('a');
    expect(call('DeleteParameter', { Name: 'a' })).toEqual({});
    for (const operation of ['GetParameter', 'DeleteParameter'])
      expect(() => call(operation, { Name: 'a' })).toThrow(error('ParameterNotFound'));
    expect(put('a').Version).toBe(1);
  });
  test('has tags, which come with its making or later, and not with an overwrite', () => {
    const { call, put } = world();
    put('a', { Tags: [{ Key: 'k', Value: '1' }] });
    const of = { ResourceType: 'Parameter', ResourceId: 'a' };
    call('AddTagsToResource', { ...of, Tags: [{ Key: 'l', Value: '2' }] });
    call('RemoveTagsFromResource', { ...of, TagKeys: ['k'] });
    expect(call('ListTagsForResource', of)).toEqual({ TagList: [{ Key: 'l', Value: '2' }] });
    expect(() => put('a', { Overwrite: true, Tags: [{ Key: 'k', Value: '1' }] })).toThrow(error('ValidationException'));
    expect(() => call('ListTagsForResource', { ...of, ResourceId: 'none' })).toThrow(error('InvalidResourceId'));
  });
});

test('GetParameters answers what is there in order, and lists the others; ten at most', async () => {
  const { region, call, put } = world();
  for (const name of ['b', 'a']) put(name);
  const client = connectTo(region)(SSMClient);
  const answer = await client.send(new GetParametersCommand({ Names: ['none', 'b', 'a'], WithDecryption: true }));
  expect(answer.Parameters?.map(({ Name }) => Name)).toEqual(['a', 'b']);
  expect(answer.InvalidParameters).toEqual(['none']);
  const Names = Array.from({ length: 11 }, (_, at) => `p${at}`);
  expect(() => call('GetParameters', { Names })).toThrow(error('ValidationException'));
});

test('the newest Amazon Linux is a public parameter, which a release makes another', () => {
  const { region, call } = world();
  const path = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default';
  const image = (architecture: string) => call('GetParameter', { Name: `${path}-${architecture}` }).Parameter;
  const before = image('arm64');
  expect(before.Value).toMatch(/^ami-[0-9a-f]{17}$/);
  expect(image('x86_64').Value).not.toBe(before.Value);
  expect(image('arm64')).toEqual(before);
  region.setKnob('ssm.amazonLinuxRelease', 2);
  expect(image('arm64').Value).not.toBe(before.Value);
  expect(image('arm64').Version).toBe(2);
});
