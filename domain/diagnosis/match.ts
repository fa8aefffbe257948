import type { Diagnosis } from '../../schemas/gen/api.types.ts';
import type { Signature } from './signature.ts';

export type Match = Diagnosis & Pick<Signature, 'mend'> & { readonly failFast: boolean };

/** The first row of the table any of the texts matches; undefined when the table knows none of them. */
export function match(signatures: readonly Signature[], subject: string, evidence: readonly string[]): Match | undefined {
  const text = evidence.join('\n');
  const found = signatures.find(({ pattern }) => pattern.test(text));
  if (!found) return undefined;
  const [, ...groups] = found.pattern.exec(text) ?? [];
  return {
    code: found.code,
    sentence: found.sentence.replaceAll('{subject}', subject).replaceAll('$1', groups.find((group) => group !== undefined) ?? ''),
    evidence: [...evidence],
    remedy: found.remedy,
    terminal: found.terminal,
    failFast: found.failFast ?? false,
    ...(found.mend ? { mend: found.mend } : {}),
  };
}
