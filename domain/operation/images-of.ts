import { attemptsOf } from './attempts-of.ts';
import type { Operation } from './operation.ts';

/** The images an operation gives its containers, by parameter of the services stack; those not built yet are missing. */
export function imagesOf(operation: Operation): Readonly<Record<string, string>> {
  const built = builtByJob(operation);
  const containers = (operation.plan?.services ?? []).flatMap((service) => service.containers);
  return Object.fromEntries(
    containers.flatMap(({ parameter, image }) => {
      const known = 'job' in image ? built[image.job] : image.reference;
      return known === undefined ? [] : [[parameter, known]];
    }),
  );
}

function builtByJob(operation: Operation): Readonly<Record<string, string | undefined>> {
  const images = operation.plan?.images ?? [];
  return Object.fromEntries(images.map(({ key, made }) => [key, made ?? attemptsOf(operation, key, ['build']).at(-1)?.image]));
}
