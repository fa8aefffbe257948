import type { Finding } from '../schemas/gen/api.types.ts';
import { locatePointers } from './locate-pointers.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Every finding with its place. A pointer to something missing is shown at the nearest thing that is there. */
export const describeFindings = (findings: readonly Finding[], source?: Source): string[] => {
  const lines = source === undefined ? new Map<string, number>() : locatePointers(source.text);
  const lineOf = (pointer: string): number | undefined =>
    lines.get(pointer) ?? (pointer === '' ? undefined : lineOf(pointer.slice(0, pointer.lastIndexOf('/'))));
  return findings.flatMap(({ severity, code, pointer, message, remedy }) => {
    const line = lineOf(pointer);
    const place = source === undefined || line === undefined ? '' : `${source.file}:${line}: `;
    return [`  ${place}${severity} ${code} at ${pointer === '' ? 'the whole spec' : pointer}`, `    ${message}`, `    ${remedy}`];
  });
};
