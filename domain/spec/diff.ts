import { escapePart } from './to-findings.ts';

/** One place where two documents differ; what is not there is absent. */
export interface Difference {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Every place, by JSON pointer and in its order, where two JSON documents differ. Lists are compared as wholes: in them an item has no name. */
export function diff(before: unknown, after: unknown, pointer = ''): readonly Difference[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => diff(own(before, key), own(after, key), `${pointer}/${escapePart(key)}`));
  }
  if (same(before, after)) return [];
  return [{ pointer, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => value !== null && typeof value === 'object' && !Array.isArray(value);
const own = (value: Json, key: string) => (Object.hasOwn(value, key) ? value[key] : undefined);

function same(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other) || bothEmpty(one, other);
  return one.length === other.length && one.every((item, index) => diff(item, other[index]).length === 0);
}

const bothEmpty = (one: unknown, other: unknown) =>
  isObject(one) && isObject(other) && Object.keys(one).length + Object.keys(other).length === 0;
