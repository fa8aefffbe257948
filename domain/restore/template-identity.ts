import { canonicalJson, sha256 } from '../hash.ts';

/**
 * What CloudFormation tells templates apart by: a change of Metadata or Description alone is "No updates are to be
 * performed", and the stack keeps the text it had.
 */
export function templateIdentity(text: string): string {
  const { Metadata: _metadata, Description: _description, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return sha256(canonicalJson(rest));
}
