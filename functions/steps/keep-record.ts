import type { Bucket } from '../../cloud/bucket.ts';
import type { Table } from '../../cloud/table.ts';
import { canonicalJson } from '../../domain/hash.ts';
import type { Plan } from '../../domain/operation/operation.ts';
import type { Revision } from '../../domain/operation/revision.ts';
import type { KeptRecord } from '../../domain/restore/kept-record.ts';
import { recordKey } from '../../domain/restore/record-key.ts';

/**
 * Lays beside the templates what they do not say, before the plan can be acted on: whatever then stands in AWS has its
 * record, should the table be lost. A key of its own for each operation, so that nobody overwrites another's.
 */
export async function keepRecord(
  revision: Revision,
  plan: Plan,
  { table, bucket }: { readonly table: Table; readonly bucket: Bucket },
): Promise<void> {
  // Read again: what is chosen once has been chosen by now.
  const environment = await table.environments.get(revision.environment);
  if (!environment) throw new Error(`the record of ${revision.environment} is gone`);
  const { active: _lock, ...found } = environment;
  const before = found.serving && (await table.revisions.get(found.name, found.serving.operation));
  const record: KeptRecord = { environment: found, revision, plan, ...(before ? { before } : {}) };
  const key = recordKey(found.name, found.createdAt, revision.createdAt, revision.operation);
  await bucket.put(key, canonicalJson(record), 'application/json');
}
