import type { Repository } from './ecr-state.ts';

/** An exclusion filter turns the rule of its repository around for the tags it names (`*` is any run of characters). */
export function isImmutable({ mutability, exclusionFilters }: Repository, tag: string): boolean {
  const excluded = exclusionFilters.some(({ filter }) => new RegExp(`^${filter.split('*').map(escaped).join('.*')}$`).test(tag));
  return mutability.startsWith('IMMUTABLE') !== excluded;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
