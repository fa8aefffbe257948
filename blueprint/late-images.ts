import { imageJobs } from '../domain/image/image-jobs.ts';
import { imageParameter } from '../domain/image/image-parameter.ts';
import { containersOf } from '../domain/spec/containers-of.ts';
import type { EffectiveSpec } from '../domain/spec/effective-spec.ts';

/**
 * What stands for the images of a spec before they are made, by the parameter that takes them: equal texts become equal
 * images, because an image that was made from the same is found under its tag.
 */
export function lateImages(spec: EffectiveSpec): Readonly<Record<string, string>> {
  const jobs = imageJobs(spec);
  return Object.fromEntries(
    Object.entries(spec.services).flatMap(([service, one]) =>
      containersOf(service, one).map(({ name, sidecar, source }) => {
        const use = { service, ...(sidecar ? { sidecar: name } : {}) };
        const job = jobs.find(({ uses }) => uses.some((known) => known.service === service && known.sidecar === use.sidecar));
        return [imageParameter(use), job?.sourceHash ?? ('reference' in source ? source.reference : '')];
      }),
    ),
  );
}
