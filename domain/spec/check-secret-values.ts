import type { Finding } from '../../schemas/gen/api.types.ts';
import { finding } from './finding.ts';
import { secretIn } from './secret-value.ts';

/** A secret itself, wherever a caller may write text. */
export function checkSecretValues(texts: readonly (readonly [pointer: string, text: string])[]): readonly Finding[] {
  const remedy = 'Never send a secret itself: keep it in Secrets Manager, and revoke this one.';
  return texts.flatMap(([pointer, text]) => {
    const kind = secretIn(text);
    return kind ? [finding('SECRET_VALUE', pointer, `This looks like ${kind}.`, remedy)] : [];
  });
}
