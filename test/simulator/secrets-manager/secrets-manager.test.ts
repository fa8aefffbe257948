import { describe, expect, test } from 'vitest';
import { ask, makeWorld, pass } from '../ecs/container-world.ts';

function withSecret() {
  const region = makeWorld();
  const made = ask(region, 'SecretsManager', 'CreateSecret', {
    Name: 'hub',
    SecretString: 'one',
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  const call = (operation: string, input: object = {}) => ask(region, 'SecretsManager', operation, { SecretId: 'hub', ...input });
  return { region, arn: made.ARN as string, call };
}

describe('a secret', () => {
  test('has an ARN with six random characters and is found by name, ARN and ARN without them', () => {
    const { arn, call } = withSecret();
    expect(arn).toMatch(/:secret:hub-[A-Za-z0-9]{6}$/);
    for (const SecretId of ['hub', arn, arn.slice(0, -7)]) expect(call('GetSecretValue', { SecretId }).SecretString).toBe('one');
  });
  test('that does not exist is ResourceNotFoundException with the text of AWS', () => {
    const { call } = withSecret();
    expect(() => call('GetSecretValue', { SecretId: 'none' })).toThrow(
      expect.objectContaining({ name: 'ResourceNotFoundException', message: "Secrets Manager can't find the specified secret." }),
    );
  });
  test('keeps the version before as AWSPREVIOUS', () => {
    const { call } = withSecret();
    call('PutSecretValue', { SecretString: 'two' });
    expect(call('GetSecretValue').SecretString).toBe('two');
    expect(call('GetSecretValue', { VersionStage: 'AWSPREVIOUS' }).SecretString).toBe('one');
  });
  test('takes a repeated token with the same value once and refuses another', () => {
    const { call } = withSecret();
    const ClientRequestToken = 'a'.repeat(32);
    const once = call('PutSecretValue', { SecretString: 'two', ClientRequestToken });
    expect(call('PutSecretValue', { SecretString: 'two', ClientRequestToken }).VersionId).toBe(once.VersionId);
    expect(() => call('PutSecretValue', { SecretString: 'three', ClientRequestToken })).toThrow(
      expect.objectContaining({ name: 'ResourceExistsException' }),
    );
  });
  test('marked for deletion cannot be read, keeps its name, and goes when the window ends', () => {
    const { region, call } = withSecret();
    call('DeleteSecret', { RecoveryWindowInDays: 7 });
    expect(() => call('GetSecretValue')).toThrow(expect.objectContaining({ name: 'InvalidRequestException' }));
    expect(() => call('CreateSecret', { Name: 'hub' })).toThrow('already scheduled for deletion');
    pass(region, 8 * 86_400);
    expect(() => call('CreateSecret', { Name: 'hub' })).not.toThrow();
  });
  test('shows its tags', () => {
    const { call } = withSecret();
    call('TagResource', { Tags: [{ Key: 'c', Value: 'd' }] });
    expect(call('DescribeSecret').Tags).toEqual([
      { Key: 'a', Value: 'b' },
      { Key: 'c', Value: 'd' },
    ]);
  });
  test('loses a tag, and takes none while it waits for its deletion', () => {
    const { call } = withSecret();
    call('UntagResource', { TagKeys: ['a'] });
    expect(call('DescribeSecret').Tags).toEqual([]);
    call('DeleteSecret', { RecoveryWindowInDays: 7 });
    expect(() => call('TagResource', { Tags: [{ Key: 'c', Value: 'd' }] })).toThrow(
      expect.objectContaining({ name: 'InvalidRequestException' }),
    );
  });
});
