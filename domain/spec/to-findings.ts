import { closest, distance } from 'fastest-levenshtein';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { ValidationError } from '../../schemas/gen/validators.js';
import { finding } from './finding.ts';

/** What is wrong with a key comes twice: as `propertyNames` with the key, and as the rule it breaks, marked with the key. */
type KeyError = ValidationError & { readonly propertyName?: string };

/** What the schema refuses, as findings a person can act on: where, what, and what to write instead. */
export function toFindings(errors: readonly ValidationError[], known: readonly string[]): readonly Finding[] {
  return errors
    .filter((error) => error.keyword !== 'if' && (error as KeyError).propertyName === undefined)
    .map((error) => toFinding(error, known));
}

function toFinding({ instancePath, keyword, params, message }: ValidationError, known: readonly string[]): Finding {
  if (keyword === 'additionalProperties') {
    const field = String(params.additionalProperty);
    const near = known.length > 0 ? closest(field, [...known]) : '';
    const meant = near && distance(field, near) <= Math.max(2, Math.floor(field.length / 3)) ? near : undefined;
    const instead = Object.hasOwn(instructions, field) ? instructions[field] : undefined;
    return finding(
      'FIELD_UNKNOWN',
      `${instancePath}/${escapePart(field)}`,
      `There is no field \`${field}\` here.`,
      instead ?? (meant ? `Did you mean \`${meant}\`?` : 'Remove it; GET /schemas/spec.json lists the fields.'),
    );
  }
  if (keyword === 'propertyNames') {
    const key = String(params.propertyName);
    return finding(
      'NAME_NOT_ALLOWED',
      `${instancePath}/${escapePart(key)}`,
      `\`${key}\` cannot be a name here.`,
      keyRules[instancePath.split('/').at(-1) ?? ''] ?? 'GET /schemas/spec.json has the rule.',
    );
  }
  if (keyword === 'required')
    return finding(
      'FIELD_MISSING',
      `${instancePath}/${escapePart(String(params.missingProperty))}`,
      `The field \`${params.missingProperty}\` is missing.`,
      'Add it.',
    );
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as unknown[]).join(', ');
    return finding('VALUE_NOT_ALLOWED', instancePath, 'This value is not one of those allowed.', `Use one of ${allowed}.`);
  }
  if (keyword === 'type')
    return finding(
      'VALUE_OF_WRONG_TYPE',
      instancePath,
      `This must be of type ${params.type}.`,
      'Values are never converted: write a number without quotes, a text with them.',
    );
  if (keyword === 'pattern' && secretPlace.test(instancePath))
    return finding(
      'SECRET_VALUE',
      instancePath,
      'This is not the ARN of a secret.',
      'Give the ARN of a Secrets Manager secret or SSM parameter. If it is the secret itself, revoke it: it has travelled.',
    );
  return finding(
    'VALUE_NOT_ALLOWED',
    instancePath,
    `This ${message ?? 'is not allowed'}.`,
    'GET /schemas/spec.json has the rule.',
  );
}

/** Where only a reference may stand, and a value that is none may be the secret itself. */
const secretPlace = /^\/dockerHubSecret$|\/secrets\/[^/]+$/;

/** One part of a JSON pointer (RFC 6901). */
export const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

const nameRule = 'Use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.';
const keyRules: Readonly<Record<string, string>> = {
  services: nameRule,
  builds: nameRule,
  sidecars: nameRule,
  secrets: 'Use letters, digits and underscores, not beginning with a digit.',
  args: 'Use letters, digits and underscores, not beginning with a digit.',
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
  deploymentConfiguration: 'Remove it: deployments roll under ECS itself, with its circuit breaker.',
  circuitBreaker: 'Remove it: every rolling deployment has one.',
  subnetIds: 'Remove it: subnets are made from `egress` and `network`.',
  subnets: 'Remove it: subnets are made from `egress` and `network`.',
  securityGroups: 'Remove it: who may connect is said by `allowFrom`.',
  assignPublicIp: 'Remove it: it follows from `egress`.',
  endpoints: 'Remove it: with egress endpoints exactly those the services need are made.',
  vpcEndpoints: 'Remove it: with egress endpoints exactly those the services need are made.',
  enableDnsSupport: 'Remove it: it is always on, because endpoints need it.',
  enableDnsHostnames: 'Remove it: it is always on, because endpoints need it.',
  availabilityZones: 'Use `network.zones`: how many. Which ones is chosen once, so that every service can run there.',
  readonlyRootFilesystem: 'Remove it: the root file system is writable, as exec needs it.',
  loadBalancer: 'Remove it: load balancers do not exist yet. Admit clients with `allowFrom`.',
  healthcheck: 'Did you mean `healthCheck`?',
  replicas: 'Did you mean `desiredCount`?',
  env: 'Did you mean `variables`?',
  environment: 'Did you mean `variables`?',
  cpuArchitecture: 'Did you mean `architecture`?',
  architecture: 'Remove it: an image is made for the architecture of each service that uses it.',
  platform: 'Remove it: an image is made for the architecture of each service that uses it.',
};
