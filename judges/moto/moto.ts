import { readdirSync, readFileSync } from 'node:fs';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { failOnce } from './fail-once.ts';
import { compareWithSpec } from './held/compare-with-spec.ts';
import { compareWithTemplates } from './held/compare-with-templates.ts';
import { heldDefects } from './held/held-defects.ts';
import { leftovers } from './held/leftovers.ts';
import { type Lived, liveThrough, operationOf } from './live-through.ts';
import { namesInCloudMap } from './refusals/names-in-cloud-map.ts';
import type { Refusal } from './refusals/refusal.ts';
import { volumesWithoutSize } from './refusals/volumes-without-size.ts';
import { startWorld, type World } from './start-world.ts';

const examples = new URL('../../examples/', import.meta.url);
const small = ['hello.json'];
/** Examples that are not lived through here, because of what moto refuses. */
const notHere: Readonly<Record<string, readonly Refusal[]>> = {
  'private-mixed.json': [volumesWithoutSize],
  'shop.json': [namesInCloudMap, volumesWithoutSize],
};
/** Stands until the end, for the seeded defects. */
const standing = 'seeded';
/** Has something of everything: both private egresses, roles for ECS Exec, rules between groups, logs. */
const standingFile = 'exec-two-egress.json';
let world: World | undefined;
let intact: ReadonlySet<string> = new Set();

/**
 * A foreign AWS under the unmodified handlers, adapters and ASL: every example is created, updated and deleted in moto's
 * server, its state machines run by moto's own interpreter, while no event ever rings.
 */
export const moto: Judge = {
  name: 'moto',
  by: 'moto 5.2.5 as CloudFormation, EC2, IAM, ECR, ECS, CodeBuild, DynamoDB, S3, Logs and Step Functions',
  judge: judgeLives,
  defects: Object.fromEntries(
    Object.entries(heldDefects).map(([defect, seed]) => [
      defect,
      async () => {
        if (!world) throw new Error('there is no world to break anything in');
        await seed(world.moto, standing);
        const now = await differences(world);
        const failures = [...now].filter((difference) => !intact.has(difference));
        intact = now;
        return { cases: 1, failures, skipped: [], knownGaps: [] };
      },
    ]),
  ),
  close: async () => world?.stop(),
};

async function judgeLives(run: Run): Promise<Verdict> {
  const files = readdirSync(examples).filter((file) => file.endsWith('.json'));
  world = await startWorld(run);
  const here = world;
  const failures: string[] = [];
  const knownGaps: string[] = [];
  for (const { lacks, stillNeeded } of here.standIns)
    if (await stillNeeded(here.elsewhere)) knownGaps.push(`moto ${lacks}`);
    else failures.push(`a stand-in is no longer needed: moto ${lacks}`);
  const refusals = new Set(Object.values(notHere).flat());
  for (const { refuses, stillRefused } of refusals)
    if (!(await stillRefused(here.elsewhere)))
      failures.push(`a refusal is to be taken away, and its examples lived through: moto no longer ${refuses}`);

  const lives = (run.size === 'small' ? small : files.filter((file) => notHere[file] === undefined)).map(
    async (file): Promise<Lived> => {
      const lived = await liveThrough(here, file.replace('.json', ''), specIn(file), run);
      return { ...lived, failures: lived.failures.map((failure) => `${file}: ${failure}`) };
    },
  );
  const all = await Promise.all([...lives, failOnce(here, run)]);
  failures.push(...(await leftovers(here.moto)).map((thing) => `left when everything is deleted: ${thing}`));
  failures.push(...all.flatMap((lived) => lived.failures));
  knownGaps.push(...new Set(all.flatMap((lived) => lived.lost)));

  await operationOf(here, 'PUT', `/environments/${standing}`, specIn(standingFile));
  intact = await differences(here);
  const cases = here.standIns.length + refusals.size + all.reduce((sum, lived) => sum + lived.cases, 0);
  const skipped =
    run.size === 'small'
      ? []
      : Object.entries(notHere).map(([file, because]) => `${file}: moto ${because.map(({ refuses }) => refuses).join(', and ')}`);
  return { cases, failures, skipped, knownGaps };
}

async function differences({ moto: connect }: World): Promise<ReadonlySet<string>> {
  const held = await compareWithTemplates(connect, standing);
  const seen = await compareWithSpec(connect, standing, specIn(standingFile));
  return new Set([...held.differences, ...seen.differences]);
}

/** The example as it is, with the ARNs that the secrets it names have in moto. */
function specIn(file: string): Spec {
  const text = readFileSync(new URL(file, examples), 'utf8');
  const arnOf = (name: string) => world?.secrets[name] ?? '';
  return JSON.parse(
    text.replaceAll(/arn:aws:secretsmanager:[\w-]+:\d+:secret:([\w-]+)-\w{6}/g, (_all, name) => arnOf(name)),
  ) as Spec;
}
