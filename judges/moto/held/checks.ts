import { isDeepStrictEqual } from 'node:util';

export interface Checks {
  readonly differences: readonly string[];
  count(): number;
  is(what: string, held: unknown, wanted: unknown): void;
}

/** Counts what is looked at, and keeps what is not as it should be. */
export function checks(): Checks {
  const differences: string[] = [];
  let count = 0;
  return {
    differences,
    count: () => count,
    is(what, held, wanted) {
      count += 1;
      if (!isDeepStrictEqual(held, wanted)) differences.push(`${what}: ${said(held)} instead of ${said(wanted)}`);
    },
  };
}

const said = (value: unknown) => JSON.stringify(value) ?? 'nothing';
