import type { Images } from '../../cloud/images.ts';
import { logicalId } from '../../domain/logical-id.ts';
import { imageTag } from '../../domain/operation/image-tag.ts';
import type { KeptRecord } from '../../domain/restore/kept-record.ts';
import type { StandingStacks } from '../../domain/restore/standing-stack.ts';

/** A build is begun three times at most. */
const attempts = [3, 2, 1];

/** Images of the newest operation by job, asked of the registry: no stack has a parameter for what no container runs. */
export async function builtImages(
  { revision, plan }: KeptRecord,
  { registry }: StandingStacks,
  images: Images,
): Promise<Readonly<Record<string, string>>> {
  const used = new Set(
    plan.services.flatMap(({ containers }) => containers.flatMap(({ image }) => ('job' in image ? image.job : []))),
  );
  const built = plan.images
    .filter(({ key }) => !used.has(key))
    .map(async ({ key, repository, sourceHash }): Promise<[string, string][]> => {
      const stem = `Repository${logicalId(repository)}`;
      const [uri, name] = [registry?.outputs[`${stem}Uri`], registry?.outputs[`${stem}Name`]];
      for (const attempt of name ? attempts : []) {
        const digest = await images.digestOf(name ?? '', imageTag(revision.operation, sourceHash, attempt));
        if (digest) return [[key, `${uri}@${digest}`]];
      }
      return [];
    });
  return Object.fromEntries((await Promise.all(built)).flat());
}
