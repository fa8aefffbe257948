import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { complete } from './complete.ts';
import type { EffectiveSpec } from './effective-spec.ts';
import { finding } from './finding.ts';
import { mostParameters, mostRepositories, mostResources, stackCounts } from './stack-counts.ts';

/**
 * Tags are on every resource and a template may have 1,000,000 bytes. Outputs allow 49 services at once during an update: 98
 * roles, 49 log groups, 51 groups, 45 things of a network of three zones, so 243 tagged resources and 200 kB of other text:
 * 800,000 / 243 = 3,292 bytes for the tags of one; forty of them have 22 bytes of JSON around each: 3,292 - 880.
 */
const mostTagBytes = 2_400;
/** A task definition has at most 64 KB (ECS service quotas); what is not the caller's in it stays under 4 KB. */
const mostTaskBytes = 60_000;
/** The inline policies of a role have at most 10,240 characters; during an update it holds what both revisions need. */
const mostPolicyBytes = 4_500;

/** An item of the record has at most 400 KB (DynamoDB): the spec as sent, the same with its defaults, and who and when. */
const mostRecordBytes = 390_000;

/** What is too large in sum, though each value for itself is not. */
export function checkSizes(spec: Spec): readonly Finding[] {
  const { tags = {}, services = {} } = spec;
  const found: Finding[] = [];
  const tagBytes = bytesOf(Object.entries(tags).flat());
  if (tagBytes > mostTagBytes)
    found.push(
      finding(
        'TAGS_TOO_LARGE',
        '/tags',
        `The tags have ${tagBytes} bytes together; they are on every resource, and a template holds ${mostTagBytes}.`,
        'Use fewer or shorter tags.',
      ),
    );
  for (const [
    name,
    { variables = {}, command = [], secrets = {}, sidecars = {}, healthCheck, permissions = [] },
  ] of Object.entries(services)) {
    const taskBytes = Buffer.byteLength(JSON.stringify([variables, command, secrets, sidecars, healthCheck]));
    if (taskBytes > mostTaskBytes)
      found.push(
        finding(
          'TASK_DEFINITION_TOO_LARGE',
          `/services/${name}/variables`,
          `Variables, secrets, commands and sidecars have ${taskBytes} bytes together; a task definition holds ${mostTaskBytes}.`,
          'Put large values into the image, or let the service read them from S3 when it starts.',
        ),
      );
    const arns = [secrets, ...Object.values(sidecars).map((sidecar) => sidecar.secrets ?? {})].flatMap((map) =>
      Object.values(map),
    );
    const policyBytes = Math.max(bytesOf([...new Set(arns)]), Buffer.byteLength(JSON.stringify(permissions)));
    if (policyBytes > mostPolicyBytes)
      found.push(
        finding(
          'POLICY_TOO_LARGE',
          `/services/${name}`,
          `Its secrets or permissions have ${policyBytes} bytes; a role holds ${mostPolicyBytes}.`,
          'Keep several values in one secret, as JSON keys; name resources by a common beginning.',
        ),
      );
  }
  const effective = complete(spec);
  return [...found, ...checkRecord(spec, effective), ...checkCounts(effective)];
}

function checkRecord(spec: Spec, effective: EffectiveSpec): readonly Finding[] {
  const bytes = bytesOf([JSON.stringify(spec), JSON.stringify(effective)]);
  if (bytes <= mostRecordBytes) return [];
  const said = `With its defaults written out it has ${bytes} bytes; the record holds ${mostRecordBytes}.`;
  return [finding('SPEC_TOO_LARGE', '/builds', said, 'Send the files of builds as uploads (POST /uploads), or from git or S3.')];
}

function checkCounts(effective: EffectiveSpec): readonly Finding[] {
  const { resources, parameters, repositories } = stackCounts(effective);
  const counts = [
    [repositories, mostRepositories, 'images in one registry'],
    [resources, mostResources, 'resources in one stack'],
    [parameters, mostParameters, 'parameters of one stack'],
  ] as const;
  const remedy = 'Use fewer services, sidecars or rows of `allowFrom`, or a second environment.';
  return counts.flatMap(([count, most, what]) =>
    count > most
      ? [finding('SPEC_TOO_LARGE', '/services', `This would be ${count} ${what}; CloudFormation takes ${most}.`, remedy)]
      : [],
  );
}

const bytesOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
