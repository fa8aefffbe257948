import { closest, distance } from 'fastest-levenshtein';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { ValidationError } from '../../schemas/gen/validators.js';

/** What is wrong with a key comes twice: as `propertyNames` with the key, and as the rule it breaks, marked with the key. */
type KeyError = ValidationError & { readonly propertyName?: string };

/** What the schema refuses, as findings a person can act on: where, what, and what to write instead. */
export function toFindings(errors: readonly ValidationError[], known: readonly string[]): readonly Finding[] {
  return errors
    .filter((error) => error.keyword !== 'if' && (error as KeyError).propertyName === undefined)
    .map((error) => toFinding(error, known));
}

function toFinding({ instancePath, keyword, params, message }: ValidationError, known: readonly string[]): Finding {
  const refuse = (code: string, pointer: string, text: string, remedy: string): Finding => ({
    severity: 'refusal',
    code,
    pointer,
    message: text,
    remedy,
  });
  if (keyword === 'additionalProperties') {
    const field = String(params.additionalProperty);
    const near = known.length > 0 ? closest(field, [...known]) : '';
    const meant = near && distance(field, near) <= Math.max(2, Math.floor(field.length / 3)) ? near : undefined;
    const instead = Object.hasOwn(instructions, field) ? instructions[field] : undefined;
    return refuse(
      'FIELD_UNKNOWN',
      `${instancePath}/${escapePart(field)}`,
      `There is no field \`${field}\` here.`,
      instead ?? (meant ? `Did you mean \`${meant}\`?` : 'Remove it; GET /schemas/spec.json lists the fields.'),
    );
  }
  if (keyword === 'propertyNames') {
    const key = String(params.propertyName);
    return refuse(
      'NAME_NOT_ALLOWED',
      `${instancePath}/${escapePart(key)}`,
      `\`${key}\` cannot be a name here.`,
      keyRules[instancePath.split('/').at(-1) ?? ''] ?? 'GET /schemas/spec.json has the rule.',
    );
  }
  if (keyword === 'required')
    return refuse(
      'FIELD_MISSING',
      `${instancePath}/${escapePart(String(params.missingProperty))}`,
      `The field \`${params.missingProperty}\` is missing.`,
      'Add it.',
    );
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as unknown[]).join(', ');
    return refuse('VALUE_NOT_ALLOWED', instancePath, 'This value is not one of those allowed.', `Use one of ${allowed}.`);
  }
  if (keyword === 'type')
    return refuse(
      'VALUE_OF_WRONG_TYPE',
      instancePath,
      `This must be of type ${params.type}.`,
      'Values are never converted: write a number without quotes, a text with them.',
    );
  return refuse(
    'VALUE_NOT_ALLOWED',
    instancePath,
    `This ${message ?? 'is not allowed'}.`,
    'GET /schemas/spec.json has the rule.',
  );
}

/** One part of a JSON pointer (RFC 6901). */
export const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

const nameRule = 'Use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.';
const keyRules: Readonly<Record<string, string>> = {
  services: nameRule,
  builds: nameRule,
  variables: 'Use letters, digits and underscores, not beginning with a digit.',
  files: 'Use a relative path of letters, digits, `.`, `_` and `-`, without `..`.',
  tags: 'Use letters, digits, spaces and _.:/=+@-, at most 128; `aws:` and `moorage:` are reserved.',
};

/** Fields people bring from elsewhere, and what we do instead. */
const instructions: Readonly<Record<string, string>> = {
  platformVersion: 'Remove it: tasks always run on Fargate platform 1.4.0.',
  deploymentController: 'Remove it: deployments roll under ECS itself, with its circuit breaker.',
  dockerHubPassword: 'Put the credentials into a Secrets Manager secret and give its ARN as `dockerHubSecret`.',
  password: 'Put the credentials into a Secrets Manager secret and give its ARN as `dockerHubSecret`.',
  subnetIds: 'Remove it: subnets are made from `egress` and `network`.',
  assignPublicIp: 'Remove it: it follows from `egress`.',
  replicas: 'Did you mean `desiredCount`?',
  env: 'Did you mean `variables`?',
  environment: 'Did you mean `variables`?',
  cpuArchitecture: 'Did you mean `architecture`?',
};
