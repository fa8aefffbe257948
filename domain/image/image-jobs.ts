import type { Architecture } from '../../schemas/gen/spec.types.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { containersOf } from '../spec/containers-of.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import type { ImageJob, ImageUse } from './image-job.ts';
import { parseImageReference } from './image-reference.ts';

type Job = Omit<ImageJob, 'uses'>;

/**
 * Every image the spec needs made or copied, once each: containers whose images have one source share one job. A build is
 * made whether or not a container uses it.
 */
export function imageJobs(spec: EffectiveSpec): readonly ImageJob[] {
  const jobs = new Map<string, ImageJob>();
  const add = (job: Job, uses: readonly ImageUse[]) => {
    const known = jobs.get(job.sourceHash);
    jobs.set(job.sourceHash, { ...job, uses: [...(known?.uses ?? []), ...uses] });
  };
  for (const [service, one] of sorted(spec.services))
    for (const { name, sidecar, source } of containersOf(service, one)) {
      const use = { service, ...(sidecar ? { sidecar: name } : {}) };
      if (source.kind === 'mirror') {
        const job = copyOf(source.reference, one.architecture);
        if (job) add(job, [use]);
      }
      if (source.kind === 'build') {
        const job = buildOf(source.build, one.architecture, spec);
        if (job) add(job, [use]);
      }
    }
  for (const [name, build] of sorted(spec.builds))
    for (const architecture of build.architectures) {
      const job = buildOf(name, architecture, spec);
      if (job) add(job, []);
    }
  return [...jobs.values()];
}

const sorted = <T>(map: Readonly<Record<string, T>>) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));

function copyOf(text: string, architecture: Architecture): Job | undefined {
  const reference = parseImageReference(text);
  if (!reference) return undefined;
  const label = readable(reference.repository.split('/').at(-1) ?? '');
  const sourceHash = sha256(canonicalJson({ architecture, reference }));
  const repository = nameOf(label, `${reference.registry}/${reference.repository} ${architecture}`);
  const source = { kind: 'mirror', reference: text } as const;
  return { key: `${label}-${sourceHash.slice(0, 6)}`, repository, architecture, sourceHash, source };
}

function buildOf(name: string, architecture: Architecture, spec: EffectiveSpec): Job | undefined {
  const build = Object.hasOwn(spec.builds, name) ? spec.builds[name] : undefined;
  if (!build) return undefined;
  // Which other architectures it is built for makes no difference to this one's image.
  const { architectures: _, ...inputs } = build;
  const sourceHash = sha256(canonicalJson({ architecture, build: inputs }));
  return {
    key: `${name}-${sourceHash.slice(0, 6)}`,
    repository: nameOf(name, `build ${name} ${architecture}`),
    architecture,
    sourceHash,
    source: { kind: 'build', name, build },
  };
}

const nameOf = (label: string, identity: string) => `${label}-${sha256(identity).slice(0, 6)}`;

/** Lower-case letters, digits and single hyphens, beginning with a letter. */
function readable(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30);
  return plain.replace(/-+$/, '') || 'image';
}
