import { attemptsOf } from './attempts-of.ts';
import type { MadeImage, Operation } from './operation.ts';

/** The images an operation has made, or taken over, by the hash of what they were made of. */
export function builtBy(operation: Operation | undefined): Readonly<Record<string, MadeImage>> {
  return Object.fromEntries(
    (operation?.plan?.images ?? []).flatMap(({ key, sourceHash, made, madeOf }) => {
      const built = operation && attemptsOf(operation, key, ['build']).at(-1);
      const { image, inputs } = made === undefined ? (built ?? {}) : { image: made, inputs: madeOf };
      return image === undefined ? [] : [[sourceHash, { image, ...(inputs === undefined ? {} : { inputs }) }]];
    }),
  );
}
