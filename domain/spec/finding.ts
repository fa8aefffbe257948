import type { Finding } from '../../schemas/gen/api.types.ts';

/**
 * Every finding about a spec: what it is about, and whether it refuses. The one place a code is declared; docs/findings.md is
 * made from it, and a test holds a spec against each.
 */
export const findings = {
  FIELD_UNKNOWN: ['refusal', 'a field that does not exist; for fields of other tools it says what to write instead'],
  FIELD_MISSING: ['refusal', 'a field that has to be there'],
  NAME_NOT_ALLOWED: ['refusal', 'a key that cannot be a name'],
  VALUE_NOT_ALLOWED: ['refusal', 'a value outside of what the schema allows'],
  VALUE_OF_WRONG_TYPE: ['refusal', 'a number as text, a text as number: nothing is converted'],
  SPEC_EMPTY: ['refusal', 'neither services nor builds'],
  NAME_RESERVED: ['refusal', 'a service named like something else in `allowFrom`'],
  NAMES_TOO_SIMILAR: ['refusal', 'names that would become one resource'],
  FARGATE_SIZE_INVALID: ['refusal', 'a pair of cpu and memory that Fargate does not have'],
  IMAGE_AND_BUILD: ['refusal', 'two images for one container'],
  IMAGE_MISSING: ['refusal', 'a container without image, or with a build that does not exist'],
  IMAGE_REFERENCE_INVALID: ['refusal', 'an image that is no image reference'],
  IMAGE_UNREACHABLE: ['refusal', 'an image pulled in place that tasks behind endpoints cannot reach'],
  IMAGE_BEHIND_CACHE: ['warning', 'an image of a pull-through cache, whose first pull needs the internet'],
  MIRROR_WITHOUT_IMAGE: ['refusal', '`mirror` without `image`'],
  BUILD_SOURCE: ['refusal', 'a build without source, or with several'],
  BUILD_SOURCE_PART: ['refusal', 'a field that belongs to another source'],
  BUILD_UNUSED: ['warning', 'a build no service uses'],
  BUILD_ARG_SECRET: ['refusal', 'a build argument with the name of a secret'],
  DOCKERFILE_MISSING: ['refusal', 'files without the Dockerfile'],
  FILES_TOO_LARGE: ['refusal', 'more files than a spec may carry'],
  SECRET_VALUE: ['refusal', 'a text that can only be a secret, or a secret that is no ARN'],
  SECRET_ELSEWHERE: ['refusal', 'a secret of another account or, behind endpoints, of another region'],
  VARIABLE_AND_SECRET: ['refusal', 'one name for a variable and a secret'],
  SIDECAR_NAME_TAKEN: ['refusal', 'a sidecar named like its service'],
  HEALTH_UNKNOWN: ['warning', 'health checks that never tell, because an essential container beside them has none'],
  PORT_TAKEN: ['refusal', 'two containers of one task on one port'],
  PORT_MISSING: ['refusal', '`allowFrom` without `port`'],
  ALLOW_FROM_UNKNOWN: ['refusal', '`allowFrom` names no service of this spec'],
  ALLOW_FROM_UNREACHABLE: ['warning', 'a block outside the network, and tasks no address outside leads to'],
  BASTION_MISSING: ['refusal', '`allowFrom` the bastion where there is none'],
  CIDR_INVALID: ['refusal', 'a text that is no network address'],
  CIDR_NOT_ALLOWED: ['refusal', 'a block no VPC of ours may have'],
  PERMISSION_TOO_WIDE: ['refusal', 'an action that means everything'],
  ENDPOINT_UNKNOWN: ['warning', 'a permission behind endpoints for a service whose endpoint is not known'],
  REFERENCE_NOT_OFFERED: ['refusal', 'something outside the environment that its operator has not offered to it'],
  SCHEDULE_INVALID: ['refusal', 'a schedule that never fires, or fires too often'],
  OWNER_INVALID: ['refusal', 'an owner that names no user, role or subject, or more than it says'],
  OWNERS_WITHOUT_YOU: ['warning', 'owners among whom whoever sends them is not'],
  TAGS_TOO_LARGE: ['refusal', 'more tags than templates can hold'],
  TASK_DEFINITION_TOO_LARGE: ['refusal', 'more text than a task definition can hold'],
  POLICY_TOO_LARGE: ['refusal', 'more secrets and permissions than a role can hold'],
  SPEC_TOO_LARGE: ['refusal', 'more resources, outputs or parameters than a stack can have, or more text than the record holds'],
  NETWORK_IMMUTABLE: ['refusal', 'another block for a network that is in use'],
  CHANGE_TOO_LARGE: ['refusal', 'an update during which a stack would be too large'],
} as const satisfies Readonly<Record<string, readonly [Finding['severity'], string]>>;

export type FindingCode = keyof typeof findings;

/** A finding at a place of the spec: a JSON pointer, a sentence, and what to do. */
export function finding(code: FindingCode, pointer: string, message: string, remedy: string): Finding {
  return { severity: findings[code][0], code, pointer, message, remedy };
}
