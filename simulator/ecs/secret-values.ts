import type { SecretsManagerState } from '../secrets-manager/secrets-manager.ts';
import type { Context } from '../service.ts';
import { parameterArn } from '../ssm/parameter-arn.ts';
import type { SsmState } from '../ssm/ssm-state.ts';
import { executionDenied, type StartFailure, type TaskStart, timedOut, unableToPull } from './task-start.ts';

/** By container and variable. */
export type SecretValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What Fargate reads for a task before it pulls: `secrets` and registry credentials, with the execution role, over the
 * task's own network (ECS developer guide, "Pass sensitive data to an Amazon ECS container"). The first failure ends it.
 */
export function secretValues(start: TaskStart, context: Context): { values: SecretValues } | StartFailure {
  const values: Record<string, Record<string, string>> = {};
  for (const { name = '', secrets = [], repositoryCredentials } of start.definition.containers) {
    const mine: Record<string, string> = {};
    for (const secret of secrets) {
      const found = secretOf(secret.valueFrom ?? '', start, context);
      if ('reason' in found) return found;
      mine[secret.name ?? ''] = found.value;
    }
    values[name] = mine;
    const credentials = repositoryCredentials?.credentialsParameter;
    const found = credentials ? secretOf(credentials, start, context) : { value: '' };
    if ('reason' in found) return found;
  }
  return { values };
}

type Found = { readonly value: string } | StartFailure;

/** A plain name is an SSM parameter; only a full ARN is Secrets Manager's. */
function secretOf(valueFrom: string, start: TaskStart, context: Context): Found {
  const isSecret = valueFrom.includes(':secretsmanager:');
  const [service, owner] = isSecret ? ['secretsmanager', 'AWS Secrets Manager'] : ['ssm', 'AWS Systems Manager'];
  if (start.reach(service ?? '').open)
    return isSecret ? ofSecret(valueFrom, start, context) : ofParameter(valueFrom, start, context);
  const host = `${service}.${context.region}.amazonaws.com`;
  return {
    isNetwork: true,
    reason: `${unableToPull} The task can't pull the secret '${valueFrom}' from ${owner}. There is a connection issue between the task and ${owner}. Check your task network configuration. RequestError: send request failed caused by: Post "https://${host}/": ${timedOut(host)}`,
  };
}

/** `valueFrom` is an ARN, or ARN:json-key:version-stage:version-id. */
function ofSecret(valueFrom: string, start: TaskStart, context: Context): Found {
  const parts = valueFrom.split(':');
  const [SecretId = '', key, VersionStage, VersionId] = [parts.slice(0, 7).join(':'), ...parts.slice(7)];
  const failed = (why: string): StartFailure => ({
    isNetwork: false,
    reason: `${unableToPull} execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): ${why}`,
  });
  const notFetched = (why: string) => failed(`failed to fetch secret ${SecretId} from secrets manager: ${why}`);
  const all = Object.values(context.state<SecretsManagerState>('SecretsManager').secrets);
  const secret = all.find(({ arn }) => arn === SecretId || arn.replace(/-[A-Za-z0-9]{6}$/, '') === SecretId);
  const asked = {
    action: 'secretsmanager:GetSecretValue',
    resource: secret?.arn ?? SecretId,
    ...(secret ? { resourceTags: secret.tags } : {}),
  };
  const denied = executionDenied(start, asked, context);
  if (denied) return notFetched(denied);
  try {
    const { SecretString } = context.call<{ SecretString: string }>('SecretsManager', 'GetSecretValue', {
      SecretId,
      ...(VersionStage ? { VersionStage } : {}),
      ...(VersionId ? { VersionId } : {}),
    });
    if (!key) return { value: SecretString };
    const object = asObject(SecretString);
    if (!object || !Object.hasOwn(object, key))
      return failed(`retrieved secret from Secrets Manager did not contain json key ${key}`);
    const value = object[key];
    return { value: typeof value === 'string' ? value : JSON.stringify(value) };
  } catch (error) {
    const { name, message } = error as Error;
    return notFetched(`${name}: ${message}`);
  }
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** By its name or its ARN, decrypted; what is not there is named without its ARN (HHS/simpler-grants-gov#4330). */
function ofParameter(valueFrom: string, start: TaskStart, context: Context): Found {
  const failed = (why: string): StartFailure => ({
    isNetwork: false,
    reason: `${unableToPull} execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): ${why}`,
  });
  const { name, arn } = parameterArn(valueFrom, context);
  const parameter = context.state<SsmState>('SSM').parameters[name];
  const asked = {
    action: 'ssm:GetParameters',
    resource: arn,
    ...(parameter ? { resourceTags: parameter.tags } : {}),
  };
  const denied = executionDenied(start, asked, context);
  if (denied) return failed(denied);
  const { Parameters = [] } = context.call<{ Parameters?: { Value?: unknown }[] }>('SSM', 'GetParameters', {
    Names: [name],
    WithDecryption: true,
  });
  const value = Parameters[0]?.Value;
  return typeof value === 'string' ? { value } : failed(`invalid ssm parameters: ${name}`);
}
