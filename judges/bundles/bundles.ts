import { type FunctionName, functions } from '../../functions/catalog.ts';
import { JudgeAbsent } from '../judge-absent.ts';
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { audit } from './audit.ts';
import { awsRuntime, runtimePackage } from './aws-runtime.ts';
import { budgets } from './budgets.ts';
import { defectsAtRest, defectsInMotion } from './defects.ts';
import { deployedFunctions } from './deployed-functions.ts';
import { contentQuestions, judgeContents, unreadSettings } from './judge-contents.ts';
import { judgeDevelopment } from './judge-development.ts';
import { judgeLicences, licenceTable } from './judge-licences.ts';
import { judgeSteps, type Place } from './judge-steps.ts';
import { bundledPackage, productionPackages } from './locked-packages.ts';
import { motoAws } from './moto-aws.ts';
import { pack, packed } from './packed.ts';
import type { Step } from './step.ts';
import { stepsInMoto } from './steps-in-moto.ts';
import { stepsWithoutAws } from './steps-without-aws.ts';

const names = Object.keys(functions) as FunctionName[];
const deployed = deployedFunctions();
const runtime = await awsRuntime().catch((error: unknown) => {
  if (error instanceof JudgeAbsent) return error;
  throw error;
});

/** Every function as Lambda gets it: unzipped somewhere else, started by AWS's own runtime, asked, weighed and looked through. */
export const bundles: Judge = {
  name: 'bundles',
  by:
    `node ${process.version}, unzip or python's zipfile, npm audit, moto's server for AWS, and ${runtimePackage}, ` +
    'the loader Lambda itself uses, over an HTTP client of ours instead of its compiled one',
  judge: async (run) => {
    const parts = [await judgeAtRest(run), await judgeInMotion(run)];
    if (run.size === 'full') parts.push(await judgeTwice());
    return {
      cases: parts.reduce((sum, { cases }) => sum + cases, 0),
      failures: parts.flatMap(({ failures }) => failures),
      skipped: parts.flatMap(({ skipped }) => skipped),
      knownGaps: parts.flatMap(({ knownGaps }) => knownGaps),
    };
  },
  defects: {
    ...defectsAtRest(deployed),
    ...(runtime instanceof JudgeAbsent ? {} : defectsInMotion(deployed, runtime)),
  },
};

async function judgeAtRest(run: Run): Promise<Verdict> {
  // Begun first: it waits for the network while everything else needs the processor.
  const asked = audit();
  const all = await Promise.all(names.map(packed));
  const failures: string[] = [];
  let cases = 0;
  for (const one of all) {
    const { name, bundledBytes, zippedBytes, unzippedBytes, packageFolders } = one;
    failures.push(...judgeContents(one, deployed.functions[name], budgets[name]));
    const packages = packageFolders.map(bundledPackage);
    failures.push(...judgeLicences(packages, `in ${name}`), ...judgeDevelopment(packages, `in ${name}`));
    cases += contentQuestions;
    const [bundled, zipped, unzipped] = [bundledBytes, zippedBytes, unzippedBytes].map((bytes) => Math.round(bytes / 1000));
    run.say(`${name}: ${bundled} kB bundled, ${zipped} kB zipped, ${unzipped} kB of ${budgets[name]} unzipped`);
    const unread = unreadSettings(one, deployed.functions[name]);
    if (unread.length > 0) run.say(`${name} is given ${unread.join(', ')} and never reads it`);
  }
  const inBundles = [...new Set(all.flatMap(({ packageFolders }) => packageFolders))].map(bundledPackage);
  run.say(`${inBundles.length} packages in the bundles: ${licenceTable(inBundles)}`);
  run.say(`${productionPackages.length} that are deployed, or may be: ${licenceTable(productionPackages)}`);
  failures.push(...judgeLicences(productionPackages, 'in package-lock.json'));
  const audited = await asked;
  if ('failures' in audited) failures.push(...audited.failures);
  return {
    cases: cases + 2 * inBundles.length + productionPackages.length + ('failures' in audited ? 1 : 0),
    failures,
    skipped: 'failures' in audited ? [] : [`npm audit: the registry does not answer it (${audited.unanswered})`],
    knownGaps: [],
  };
}

async function judgeInMotion(run: Run): Promise<Verdict> {
  const alone = names.flatMap((of) => stepsWithoutAws[of].map((step): Step => ({ of, ...step })));
  const inMoto = stepsInMoto(deployed);
  if (runtime instanceof JudgeAbsent) {
    const skipped = [...alone, ...inMoto].map(({ of, about }) => `${of}, ${about}: ${runtime.message}`);
    return { cases: 0, failures: [], skipped, knownGaps: [] };
  }
  const place: Place = { runtime, deployed, taskRootOf: async (name) => (await packed(name)).taskRoot };
  const starting = motoAws(deployed).catch((error: unknown) => {
    if (error instanceof JudgeAbsent) return error;
    throw error;
  });
  const failures = await judgeAlone(place).catch(async (error: unknown) => {
    const started = await starting;
    if (!(started instanceof JudgeAbsent)) await started.stop();
    throw error;
  });
  const aws = await starting;
  const cases = alone.length + names.length;
  if (aws instanceof JudgeAbsent) {
    const skipped = inMoto.map(({ of, about }) => `${of}, ${about}: ${aws.message}`);
    return { cases, failures, skipped, knownGaps: [] };
  }
  try {
    const ran = await judgeSteps(inMoto, { ...place, aws });
    for (const [name, cost] of Object.entries(ran.costs)) run.say(`${name}: ${cost}`);
    // Still so: moto served an access key nobody made, and nothing in a bundle is for one kind of processor.
    const knownGaps = ["the functions' roles: moto lets everybody do everything here, so what a role lacks is not seen"];
    if (process.arch !== 'arm64') knownGaps.push(`arm64: the bundles were started on ${process.arch}`);
    return { cases: cases + inMoto.length + names.length, failures: [...failures, ...ran.failures], skipped: [], knownGaps };
  } finally {
    await aws.stop();
  }
}

/** Every function where no AWS answers, two at a time: most of it is waiting for the SDK's next try. */
async function judgeAlone(place: Place): Promise<readonly string[]> {
  const waiting = [...names];
  const failures: string[] = [];
  const lane = async () => {
    for (let of = waiting.shift(); of !== undefined; of = waiting.shift()) {
      const name = of;
      const steps = stepsWithoutAws[name].map((step): Step => ({ of: name, ...step }));
      failures.push(...(await judgeSteps(steps, place)).failures);
    }
  };
  await Promise.all([lane(), lane()]);
  return failures;
}

/** The same sources, bundled elsewhere, are the same bytes: else every deployment would replace every function. */
async function judgeTwice(): Promise<Verdict> {
  const failures: string[] = [];
  for (const name of names) {
    const [once, again] = [await packed(name), await pack(name)];
    if (once.hash !== again.hash) failures.push(`${name} bundled twice is two bundles`);
  }
  return { cases: names.length, failures, skipped: [], knownGaps: [] };
}
