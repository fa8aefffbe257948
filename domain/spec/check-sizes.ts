import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';

/**
 * Tags are on every resource and a template may have 1,000,000 bytes. An update may carry 25 leaving services beside 25 new
 * ones: 214 tagged resources and 200 kB of other text, so 800,000 / 214 = 3,738 bytes for the tags of one; forty of them
 * have 22 bytes of JSON around each: 3,738 - 880.
 */
const mostTagBytes = 2_800;
/** A task definition has at most 64 KB (ECS service quotas); what is not the caller's in it stays under 4 KB. */
const mostTaskBytes = 60_000;

/** What is too large in sum, though each value for itself is not. */
export function checkSizes({ tags = {}, services }: Spec): readonly Finding[] {
  const tagBytes = bytesOf(Object.entries(tags).flat());
  const findings: Finding[] = [];
  if (tagBytes > mostTagBytes)
    findings.push({
      severity: 'refusal',
      code: 'TAGS_TOO_LARGE',
      pointer: '/tags',
      message: `The tags have ${tagBytes} bytes together; they are on every resource, and a template holds ${mostTagBytes}.`,
      remedy: 'Use fewer or shorter tags.',
    });
  for (const [name, { variables = {}, command = [] }] of Object.entries(services)) {
    const taskBytes = Buffer.byteLength(JSON.stringify([variables, command]));
    if (taskBytes > mostTaskBytes)
      findings.push({
        severity: 'refusal',
        code: 'TASK_DEFINITION_TOO_LARGE',
        pointer: `/services/${name}/variables`,
        message: `Variables and command have ${taskBytes} bytes together; a task definition holds ${mostTaskBytes}.`,
        remedy: 'Put large values into the image, or let the service read them from S3 when it starts.',
      });
  }
  return findings;
}

const bytesOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
