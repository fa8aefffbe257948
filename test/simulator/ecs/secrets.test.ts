import { describe, expect, test } from 'vitest';
import type { IamState } from '../../../simulator/iam/iam-state.ts';
import {
  addEndpoint,
  ask,
  logLines,
  makeService,
  makeWorld,
  natNetwork,
  pass,
  readTasks,
  registered,
} from './container-world.ts';

type World = ReturnType<typeof makeWorld>;
const says = { command: ['sh', '-c', 'echo "$SECRET"; sleep infinity'] };

/** A service whose container says its secret, a minute later. */
function given(region: World, valueFrom: string) {
  makeService(region, registered(region, 'busybox:1.36', { ...says, secrets: [{ name: 'SECRET', valueFrom }] }));
  pass(region, 60);
  return { lines: logLines(region, '/app'), stopped: readTasks(region, 'STOPPED')[0]?.stoppedReason as string | undefined };
}

const secretIn = (region: World, SecretString: string): string =>
  ask(region, 'SecretsManager', 'CreateSecret', { Name: 'db', SecretString, Tags: [{ Key: 'for', Value: 'blue' }] }).ARN;

function allowOnly(region: World, Action: string, Condition?: Record<string, unknown>): void {
  const role = region.context.state<IamState>('IAM').roles.execution;
  const others = { Effect: 'Allow' as const, Action: ['logs:*'], Resource: '*' };
  const one = { Effect: 'Allow' as const, Action, Resource: '*', ...(Condition ? { Condition } : {}) };
  if (role) role.policies = { only: { Statement: [others, one] } };
}

describe('a secret of Secrets Manager', () => {
  test('arrives as a variable: the whole text, or the value of a JSON key', () => {
    const region = makeWorld();
    const arn = secretIn(region, '{"password":"pw","port":5432}');
    expect(given(region, `${arn}:password::`).lines).toEqual(['pw']);
    const other = makeWorld();
    expect(given(other, secretIn(other, 'plain')).lines).toEqual(['plain']);
  });
  test('is taken by stage or by version', () => {
    const region = makeWorld();
    const arn = secretIn(region, 'old');
    ask(region, 'SecretsManager', 'PutSecretValue', { SecretId: arn, SecretString: 'new' });
    expect(given(region, `${arn}::AWSPREVIOUS:`).lines).toEqual(['old']);
    const other = makeWorld();
    const second = secretIn(other, 'old');
    const { VersionId } = ask(other, 'SecretsManager', 'GetSecretValue', { SecretId: second });
    ask(other, 'SecretsManager', 'PutSecretValue', { SecretId: second, SecretString: 'new' });
    expect(given(other, `${second}:::${VersionId}`).lines).toEqual(['old']);
  });
  test('without the JSON key asked for keeps the task from starting', () => {
    const region = makeWorld();
    expect(given(region, `${secretIn(region, '{"user":"u"}')}:password::`).stopped).toContain(
      'retrieved secret from Secrets Manager did not contain json key password',
    );
  });
  test('that the execution role may not read keeps the task from starting, and says who may not', () => {
    const region = makeWorld();
    allowOnly(region, 'ssm:*');
    const arn = secretIn(region, 'x');
    expect(given(region, arn).stopped).toContain(
      `failed to fetch secret ${arn} from secrets manager: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/`,
    );
  });
  test('is judged by its tags', () => {
    const tagged = (value: string) => ({ StringEquals: { 'aws:ResourceTag/for': value } });
    const region = makeWorld();
    allowOnly(region, 'secretsmanager:GetSecretValue', tagged('blue'));
    expect(given(region, secretIn(region, 'x')).lines).toEqual(['x']);
    const other = makeWorld();
    allowOnly(other, 'secretsmanager:GetSecretValue', tagged('green'));
    expect(given(other, secretIn(other, 'x')).stopped).toContain('is not authorized to perform: secretsmanager:GetSecretValue');
  });
});

describe('a parameter of SSM', () => {
  const put = (region: World, Name: string) =>
    ask(region, 'SSM', 'PutParameter', { Name, Value: 'deep', Type: 'SecureString', Tags: [{ Key: 'for', Value: 'blue' }] });
  test('arrives decrypted, by its name and by its ARN', () => {
    const region = makeWorld();
    put(region, '/app/key');
    expect(given(region, '/app/key').lines).toEqual(['deep']);
    const other = makeWorld();
    put(other, '/app/key');
    expect(given(other, 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/key').lines).toEqual(['deep']);
  });
  test('that does not exist is an invalid ssm parameter', () => {
    expect(given(makeWorld(), '/app/none').stopped).toBe(
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /app/none',
    );
  });
  test('needs ssm:GetParameters of the execution role', () => {
    const region = makeWorld();
    put(region, '/app/key');
    allowOnly(region, 'ssm:GetParameter');
    expect(given(region, '/app/key').stopped).toContain(
      'is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:111122223333:parameter/app/key because',
    );
  });
  test('needs a way to ssm', () => {
    const region = makeWorld();
    const network = natNetwork();
    network.natGateways = {};
    for (const service of ['logs', 'secretsmanager']) addEndpoint(network, service);
    region.state.services.EC2 = network;
    put(region, '/app/key');
    makeService(region, registered(region, 'busybox:1.36', { secrets: [{ name: 'SECRET', valueFrom: '/app/key' }] }));
    pass(region, 260);
    expect(readTasks(region, 'STOPPED')[0].stoppedReason).toContain(
      "The task can't pull the secret '/app/key' from AWS Systems Manager. There is a connection issue",
    );
  });
});
