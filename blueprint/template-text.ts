import { PlanRefused } from '../domain/errors.ts';
import { canonicalJson } from '../domain/hash.ts';
import type { StackKind } from '../domain/operation/stack-kind.ts';
import type { Template } from './rendered.ts';

/** CloudFormation's limit for a template from S3, 1 MB, read the strict way. */
const mostTemplateBytes = 1_000_000;

/** A template as it is sent. Findings refuse what would be too large; what CloudFormation would refuse is better refused by us, before anything is made. */
export function templateText(kind: StackKind, template: Template): string {
  const text = canonicalJson(template);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostTemplateBytes)
    throw new PlanRefused(`the template of ${kind} has ${bytes} bytes; CloudFormation takes ${mostTemplateBytes}`);
  return text;
}
