import type { Filter } from '@aws-sdk/client-ec2';
import { awsError } from '../aws-error.ts';
import type { Tag } from './ec2-state.ts';

/** What a filter name asks of a thing: one value or several of which one must match. */
export type FilterFields<T> = Readonly<Record<string, (thing: T) => string | readonly string[] | undefined>>;

/** The things every filter lets through. A name AWS does not know, or we do not, is refused rather than ignored. */
export function applyFilters<T>(
  things: readonly T[],
  filters: readonly Filter[] | undefined,
  fields: FilterFields<T>,
  tagsOf: (thing: T) => readonly Tag[] = () => [],
): T[] {
  return things.filter((thing) => (filters ?? []).every(({ Name = '', Values = [] }) => passes(thing, Name, Values)));

  function passes(thing: T, name: string, wanted: readonly string[]): boolean {
    const actual = valuesOf(thing, name);
    return actual.some((value) => wanted.some((pattern) => matches(pattern, value)));
  }

  function valuesOf(thing: T, name: string): readonly string[] {
    const tags = tagsOf(thing);
    if (name === 'tag-key') return tags.map(({ Key }) => Key);
    if (name.startsWith('tag:')) return tags.filter(({ Key }) => Key === name.slice(4)).map(({ Value }) => Value);
    const field = fields[name];
    if (!field) throw awsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    return [field(thing) ?? []].flat();
  }
}

/** `*` and `?` are wildcards in filter values. */
function matches(pattern: string, value: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
}
