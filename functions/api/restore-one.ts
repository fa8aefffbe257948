import type { Bucket } from '../../cloud/bucket.ts';
import type { Environment } from '../../domain/operation/environment.ts';
import { stackKinds } from '../../domain/operation/stack-kind.ts';
import type { KeptRecord } from '../../domain/restore/kept-record.ts';
import { lifeBegun } from '../../domain/restore/life-begun.ts';
import { newestRecord, recordsOf } from '../../domain/restore/record-key.ts';
import { restoreEnvironment } from '../../domain/restore/restore-environment.ts';
import type { Seen, StandingStacks } from '../../domain/restore/standing-stack.ts';
import { templateIdentity } from '../../domain/restore/template-identity.ts';
import type { RepairedEnvironment } from '../../schemas/gen/api.types.ts';
import { builtImages } from './built-images.ts';
import { followRestored } from './follow-restored.ts';
import type { RestorerDeps } from './restorer-deps.ts';
import { standingStacks } from './standing-stacks.ts';

/** The clocks of CloudFormation and Lambda may differ by this much, and nobody sends a PUT so soon after a table was lost. */
const slackMs = 60_000;

/**
 * Revisions first, index and calendar, then the environment in one conditional write: dying in between leaves what a repeat writes again, and of
 * two at once one is told that it is recorded.
 */
export async function restoreOne(name: string, deps: RestorerDeps): Promise<RepairedEnvironment> {
  const { table, bucket, templates, images, now } = deps;
  const recorded = await table.environments.get(name);
  if (recorded?.serving) return asRecorded(recorded);
  const standing = await standingStacks(name, templates);
  const begun = Math.min(...Object.values(standing).map(({ createdAt }) => createdAt)) + slackMs;
  if (!Number.isFinite(begun)) return recorded ? asRecorded(recorded) : not(name, 'no stack of it stands, nothing to restore');
  // A PUT of the name since the table was lost: its CREATE leaves what stands alone, and fails.
  if (recorded && Date.parse(recorded.createdAt) <= begun) return asRecorded(recorded);
  if (recorded?.active)
    return not(
      name,
      `operation ${recorded.active.operation} has begun since the record was lost; send this again when it has ended`,
    );

  const key = newestRecord(name, await bucket.keys(recordsOf(name)), begun);
  if (key === undefined) return not(name, unknown(standing));
  const record = JSON.parse(await bucket.text(key)) as KeptRecord;
  const seen = {
    standing,
    identities: await identities(name, record, bucket),
    built: await builtImages(record, standing, images),
  };
  const { environment, revisions, sentence } = restoreEnvironment(record, seen, now());
  for (const revision of revisions)
    if (!(await table.revisions.save(revision)))
      return not(name, `the table has another revision under operation ${revision.operation}`);
  const serves = revisions.find(({ operation }) => operation === environment.serving?.operation);
  const watches = serves ? await followRestored(name, serves.effective, lifeBegun(record, serves), deps) : [];
  if (await table.environments.restore({ ...environment, watches }, recorded)) {
    // What is due already may have been struck off meanwhile, as nobody's.
    if (serves) await followRestored(name, serves.effective, lifeBegun(record, serves), deps);
    return { ...stateOf(environment), outcome: 'RESTORED', sentence };
  }
  const other = await table.environments.get(name);
  return other?.serving ? asRecorded(other) : not(name, 'it was changed while it was restored; send this again');
}

const not = (name: string, sentence: string): RepairedEnvironment => ({ name, outcome: 'NOT_RESTORED', sentence });

const asRecorded = (environment: Environment): RepairedEnvironment => ({
  ...stateOf(environment),
  outcome: 'RECORDED',
  sentence: 'it is recorded and was left as it is',
});

const stateOf = ({ name, status, serving }: Environment) => ({ name, status, revision: serving?.revision ?? 0 });

/** It goes on running; only by hand can it be removed, what stands on something before that. */
function unknown(standing: StandingStacks): string {
  const names = stackKinds.flatMap((kind) => standing[kind]?.name ?? []).reverse();
  const commands = names.map((name) => `aws cloudformation delete-stack --stack-name ${name}`);
  return `the bucket keeps no record of it, so its spec is not known. It runs on, and a PUT fails. To be rid of it, one after the other: ${commands.join('; ')}`;
}

/** Of every template the record names and the bucket still has. */
async function identities(name: string, { plan, environment }: KeptRecord, bucket: Bucket): Promise<Seen['identities']> {
  const applied = [...Object.values(plan.stacks), ...plan.contract, ...Object.values(environment.serving?.stacks ?? {})];
  const named = new Set(applied.flatMap((one) => ('templateKey' in one ? one.templateKey : [])));
  const there = (await bucket.keys(`templates/${name}/`)).filter((key) => named.has(key));
  return Object.fromEntries(
    await Promise.all(there.map(async (key) => [key, templateIdentity(await bucket.text(key))] as const)),
  );
}
