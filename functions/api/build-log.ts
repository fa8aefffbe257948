import { attemptsOf } from '../../domain/operation/attempts-of.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import type { PlannedImage } from '../../domain/operation/operation.ts';
import type { LogStream } from './log-streams.ts';
import type { ObserverDeps } from './observer-deps.ts';
import { Problem } from './problem.ts';

/** The log of the last build of an image, by the name of the build or of a service it is for. None: it has not written yet. */
export async function buildLog(
  { name, active, lastOperation, serving }: Environment,
  wanted: string,
  { table, builds }: ObserverDeps,
): Promise<readonly LogStream[]> {
  const candidates = new Set([active?.operation, lastOperation, serving?.operation].filter((id) => id !== undefined));
  const known = new Set<string>();
  for (const id of candidates) {
    const operation = await table.operations.get(id);
    for (const image of operation?.plan?.images ?? []) {
      const attempt = operation && attemptsOf(operation, image.key, ['build']).at(-1);
      if (!attempt?.reference) continue;
      const names = namesOf(image);
      for (const one of names) if (one !== image.key) known.add(one);
      if (!names.includes(wanted)) continue;
      const log = (await builds.get(attempt.reference))?.log;
      return log ? [{ ...log, source: names[0] ?? image.key }] : [];
    }
  }
  throw new Problem(
    404,
    'BUILD_UNKNOWN',
    `There is no build of ${wanted} in the last operations of ${name}${known.size > 0 ? `; there are builds of ${[...known].sort().join(', ')}` : ''}.`,
  );
}

function namesOf({ source, uses, key }: PlannedImage): readonly string[] {
  return [...new Set([...(source.kind === 'build' ? [source.name] : []), ...uses.map(({ service }) => service), key])];
}
