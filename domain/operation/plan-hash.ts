import { blueprintVersion } from '../blueprint-version.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { imageJobs } from '../image/image-jobs.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import type { Environment } from './environment.ts';
import { imagesTaken } from './images-taken.ts';
import type { Operation } from './operation.ts';
import type { Revision } from './revision.ts';

/** What runs before: the environment's serving revision, and the operation that brought it about. */
export interface Before {
  readonly environment: Environment;
  readonly revision: Revision;
  readonly operation: Operation | undefined;
  /** Those that stay if they stand, because somebody could go back to what is in them. */
  readonly repositories: readonly string[];
}

/**
 * Names what a request would have done: the wish with its defaults, what runs, the images of it that are kept, and the
 * blueprint that renders. Whoever knows these knows every template and every consequence, so that nobody has to render to
 * notice that a plan is not the plan any more. New digests of the same images change nothing of it.
 */
export function planHash(name: string, wanted: EffectiveSpec, before: Before | undefined): string {
  const serving = before?.environment.serving;
  const made = before && serving ? imagesTaken(serving, before.revision.effective, before.operation) : {};
  return sha256(
    canonicalJson({
      name,
      wanted,
      blueprintVersion,
      kept: imageJobs(wanted).flatMap(({ sourceHash }) => (Object.hasOwn(made, sourceHash) ? [sourceHash] : [])),
      ...(before ? { runs: runs(before) } : {}),
    }),
  );
}

function runs({ environment: { serving, zoneIds, bastionImageId }, revision, repositories }: Before) {
  const templates = Object.entries(serving?.stacks ?? {}).map(([kind, { templateHash }]) => `${kind} ${templateHash}`);
  return { templates: templates.sort(), spec: revision.effective, zoneIds, bastionImageId, repositories };
}
