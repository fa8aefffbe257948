import type { Images } from '../../cloud/images.ts';
import { logicalId } from '../../domain/logical-id.ts';
import { imageTag } from '../../domain/operation/image-tag.ts';
import type { KeptRecord } from '../../domain/restore/kept-record.ts';
import type { StandingStacks } from '../../domain/restore/standing-stack.ts';

/** A build is begun three times at most; the last one that pushed is the one that counts. */
const attempts = [1, 2, 3];

/** The images the newest operation has made, by job, as the registry says: their tags carry the operation. */
export async function builtImages(
  { revision, plan }: KeptRecord,
  { registry }: StandingStacks,
  images: Images,
): Promise<Readonly<Record<string, string>>> {
  const built = plan.images.map(async ({ key, repository, sourceHash, made, serves }): Promise<[string, string][]> => {
    if (made !== undefined) return [[key, made]];
    const stem = `Repository${logicalId(repository)}`;
    const [uri, name] = [registry?.outputs[`${stem}Uri`], registry?.outputs[`${stem}Name`]];
    if (!uri || !name) return [];
    const tags = attempts.map((attempt) => imageTag(revision.operation, sourceHash, attempt));
    const digest = (await Promise.all(tags.map((tag) => images.digestOf(name, tag)))).findLast((one) => one !== undefined);
    if (digest) return [[key, `${uri}@${digest}`]];
    // It may have found nothing to make; what the containers are given says which it is.
    return serves ? [[key, serves.image]] : [];
  });
  return Object.fromEntries((await Promise.all(built)).flat());
}
