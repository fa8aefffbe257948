import { attemptsOf } from './attempts-of.ts';
import type { Operation } from './operation.ts';

/** The images an operation has made, or taken over, by the hash of what they were made of. */
export function builtBy(operation: Operation | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (operation?.plan?.images ?? []).flatMap(({ key, sourceHash, made }) => {
      const image = made ?? (operation && attemptsOf(operation, key, ['build']).at(-1)?.image);
      return image === undefined ? [] : [[sourceHash, image]];
    }),
  );
}
