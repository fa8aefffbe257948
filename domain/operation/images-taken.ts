import { imageJobs } from '../image/image-jobs.ts';
import { imageParameter } from '../image/image-parameter.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import { builtBy } from './built-by.ts';
import type { MadeImage, Operation } from './operation.ts';
import type { Serving } from './serving.ts';

/**
 * The images of what serves that can be taken over, by the hash of what they were made of. A record that was restored has lost
 * the operation that made them; which image each container has, and of what spec, it still knows.
 */
export function imagesTaken(
  serving: Pick<Serving, 'images'>,
  spec: EffectiveSpec,
  operation: Operation | undefined,
): Readonly<Record<string, MadeImage>> {
  if (operation) return builtBy(operation);
  return Object.fromEntries(
    imageJobs(spec).flatMap(({ sourceHash, uses }) => {
      const image = uses.map((use) => serving.images[imageParameter(use)]).find((one) => one?.includes('@'));
      return image === undefined ? [] : [[sourceHash, { image }]];
    }),
  );
}
