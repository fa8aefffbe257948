import { canonicalJson, sha256 } from '../hash.ts';
import type { EffectiveService, EffectiveSpec } from '../spec/effective-spec.ts';
import type { ImageJob } from './image-job.ts';
import { parseImageReference } from './image-reference.ts';

/** Every image the spec needs made or copied, once each: services whose images have one source share one job. */
export function imageJobs(spec: EffectiveSpec): readonly ImageJob[] {
  const jobs = new Map<string, ImageJob>();
  for (const [name, service] of Object.entries(spec.services).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const job = jobOf(service, spec);
    if (!job) continue;
    const known = jobs.get(job.sourceHash);
    jobs.set(job.sourceHash, known ? { ...known, services: [...known.services, name] } : { ...job, services: [name] });
  }
  return [...jobs.values()];
}

function jobOf(service: EffectiveService, spec: EffectiveSpec): Omit<ImageJob, 'services'> | undefined {
  const { source, architecture } = service;
  if (source.kind === 'reference') return undefined;
  if (source.kind === 'mirror') {
    const reference = parseImageReference(source.reference);
    if (!reference) return undefined;
    const label = readable(reference.repository.split('/').at(-1) ?? '');
    const sourceHash = sha256(canonicalJson({ architecture, reference }));
    const repository = nameOf(label, `${reference.registry}/${reference.repository} ${architecture}`);
    return { key: `${label}-${sourceHash.slice(0, 6)}`, repository, architecture, sourceHash, source };
  }
  const build = Object.hasOwn(spec.builds, source.build) ? spec.builds[source.build] : undefined;
  if (!build) return undefined;
  const sourceHash = sha256(canonicalJson({ architecture, build }));
  return {
    key: `${source.build}-${sourceHash.slice(0, 6)}`,
    repository: nameOf(source.build, `build ${source.build} ${architecture}`),
    architecture,
    sourceHash,
    source: { kind: 'build', name: source.build, build },
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
