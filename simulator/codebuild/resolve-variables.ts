import type { Context } from '../service.ts';
import type { Buildspec } from './buildspec.ts';
import type { Build } from './codebuild-state.ts';

export interface ResolvedVariables {
  readonly values: Readonly<Record<string, string>>;
  /** Values that the log shows as ***, by exact match only. */
  readonly secret: readonly string[];
  readonly secretNames: ReadonlySet<string>;
}

/** StartBuild and project over buildspec; secrets are read while the source is downloaded (build specification reference). */
export function resolveVariables(build: Build, spec: Buildspec, context: Context): ResolvedVariables {
  const values: Record<string, string> = { ...spec.variables };
  const secretNames = new Set<string>();
  const keep = (name: string, value: string) => {
    values[name] = value;
    secretNames.add(name);
  };
  for (const [name, reference] of Object.entries(spec.parameters)) keep(name, parameter(reference, context));
  for (const [name, reference] of Object.entries(spec.secrets)) keep(name, secret(reference, context));
  for (const { name, value, type } of build.environment.variables) {
    if (type === 'SECRETS_MANAGER') keep(name, secret(value, context));
    else if (type === 'PARAMETER_STORE') keep(name, parameter(value, context));
    else values[name] = value;
  }
  return { values, secretNames, secret: [...secretNames].flatMap((name) => values[name] || []) };
}

/** `secret-id:json-key:version-stage:version-id`; the id may be an ARN, which has six colons of its own. */
function secret(reference: string, context: Context): string {
  const parts = reference.split(':');
  const length = reference.startsWith('arn:') ? 7 : 1;
  const [key, VersionStage, VersionId] = parts.slice(length);
  try {
    const { SecretString } = context.call<{ SecretString: string }>('SecretsManager', 'GetSecretValue', {
      SecretId: parts.slice(0, length).join(':'),
      ...(VersionStage ? { VersionStage } : {}),
      ...(VersionId ? { VersionId } : {}),
    });
    if (!key) return SecretString;
    const fields = JSON.parse(SecretString) as Record<string, unknown>;
    if (!(key in fields)) throw new Error(`The key ${key} is not in the secret`);
    return String(fields[key]);
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(`Secrets Manager Error Message: ${name}: ${message}`);
  }
}

function parameter(Name: string, context: Context): string {
  try {
    return context.call<{ Parameter: { Value: string } }>('SSM', 'GetParameter', { Name, WithDecryption: true }).Parameter.Value;
  } catch (error) {
    throw new Error(`Parameter Store Error Message: [${Name}] ${(error as Error).name}`);
  }
}
