import type { Verdict } from './verdict.ts';

export type Judged =
  | { readonly name: string; readonly seconds: number; readonly absent: string }
  | { readonly name: string; readonly seconds: number; readonly verdict: Verdict; readonly defects: string };

/** A difference of two traces can be pages long; its beginning says where it is. */
const mostCharacters = 1000;

/** One table, then every sentence behind its numbers. True when nobody who was there found anything. */
export function report(all: readonly Judged[]): boolean {
  for (const judged of all) {
    if ('absent' in judged) continue;
    const { failures, skipped, knownGaps } = judged.verdict;
    for (const line of knownGaps) console.log(`${judged.name}, known gap: ${line}`);
    for (const line of skipped) console.log(`${judged.name}, skipped: ${line}`);
    for (const line of failures) console.log(`${judged.name}, FAILURE: ${line.slice(0, mostCharacters)}`);
  }
  console.table(Object.fromEntries(all.map((judged) => [judged.name, rowOf(judged)])));
  const absent = all.filter((judged) => 'absent' in judged);
  for (const { name, absent: why } of absent) console.log(`${name} is SKIPPED, it proves nothing here: ${why}`);
  return all.every((judged) => 'absent' in judged || judged.verdict.failures.length === 0);
}

function rowOf(judged: Judged): Readonly<Record<string, string | number>> {
  if ('absent' in judged) return { cases: 'SKIPPED', seconds: judged.seconds };
  const { cases, failures, skipped, knownGaps } = judged.verdict;
  return {
    cases,
    failures: failures.length,
    skipped: skipped.length,
    'known gaps': knownGaps.length,
    'seeded defects noticed': judged.defects,
    seconds: judged.seconds,
  };
}
