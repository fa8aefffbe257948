import { imageJobs } from '../domain/image/image-jobs.ts';
import { imageParameter } from '../domain/image/image-parameter.ts';
import { containersOf } from '../domain/spec/containers-of.ts';
import type { EffectiveSpec } from '../domain/spec/effective-spec.ts';

/**
 * What stands for the images of a spec before they are made, by the parameter that takes them: equal texts are equal images,
 * because an update takes over what was made of the same source. What is not in `made`, where that is known, will be another.
 */
export function lateImages(spec: EffectiveSpec, made?: ReadonlySet<string>): Readonly<Record<string, string>> {
  const jobs = imageJobs(spec);
  return Object.fromEntries(
    Object.entries(spec.services).flatMap(([service, one]) =>
      containersOf(service, one).map(({ name, sidecar, source }) => {
        const use = { service, ...(sidecar ? { sidecar: name } : {}) };
        const job = jobs.find(({ uses }) => uses.some((known) => known.service === service && known.sidecar === use.sidecar));
        const reference = 'reference' in source ? source.reference : '';
        const image = job && made && !made.has(job.sourceHash) ? `${job.sourceHash} is gone` : job?.sourceHash;
        return [imageParameter(use), image ?? reference];
      }),
    ),
  );
}
