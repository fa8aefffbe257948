import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionName } from '../../functions/catalog.ts';
import { JudgeAbsent } from '../judge-absent.ts';
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { auditOf } from './audit.ts';
import { budgets } from './budgets.ts';
import type { Deployed, DeployedFunction } from './deployed-functions.ts';
import { judgeContents } from './judge-contents.ts';
import { judgeDevelopment } from './judge-development.ts';
import { judgeLicences } from './judge-licences.ts';
import { judgeSteps } from './judge-steps.ts';
import { bundledPackage } from './locked-packages.ts';
import { motoAws } from './moto-aws.ts';
import { freshFolder, packed } from './packed.ts';
import type { Step } from './step.ts';
import { stepsInMoto } from './steps-in-moto.ts';
import { stepsWithoutAws } from './steps-without-aws.ts';

const verdict = (failures: readonly string[]): Verdict => ({ cases: 1, failures, skipped: [], knownGaps: [] });
const stranger = (license: string) => ({ folder: '', name: 'stranger', version: '1.0.0', license, dev: false });

/** Defects that are seen without running anything. */
export function defectsAtRest(deployed: Deployed): Judge['defects'] {
  return {
    'a package under the GPL': async () => verdict(judgeLicences([stranger('GPL-3.0-only')], 'in Api')),
    'a package under a licence of its own': async () => verdict(judgeLicences([stranger('SEE LICENSE IN LICENSE.md')], 'in Api')),
    'a package both under MIT and the GPL': async () => verdict(judgeLicences([stranger('(MIT AND GPL-3.0-only)')], 'in Api')),
    'a package only for development': async () => verdict(judgeDevelopment([bundledPackage('node_modules/just-bash')], 'in Api')),
    'a vulnerability': async () => {
      const vulnerabilities = { stranger: { name: 'stranger', severity: 'high', range: '<1.0.1' } };
      const answer = auditOf(JSON.stringify({ auditReportVersion: 2, vulnerabilities }));
      return verdict('failures' in answer ? answer.failures : []);
    },
    'a bundle over its budget': async () => verdict(judgeContents(await packed('Fence'), deployed.functions.Fence, 1000)),
    "the Planner without the validator's rules": async () => {
      const planner = await packed('Planner');
      const broken = { ...planner, taskRoot: await without('Planner', 'rules') };
      return verdict(judgeContents(broken, deployed.functions.Planner, budgets.Planner));
    },
    'a setting nothing would fail without': async () => {
      const { BOUNDARY_ARN: _, ...environment } = deployed.functions.Planner.environment;
      return verdict(judgeContents(await packed('Planner'), { ...deployed.functions.Planner, environment }, budgets.Planner));
    },
  };
}

/** Defects that show when the function runs. */
export function defectsInMotion(deployed: Deployed, runtime: string): Judge['defects'] {
  const health = stepsWithoutAws.Api.filter(({ about }) => about === 'GET /health').map((step): Step => ({ of: 'Api', ...step }));
  const unhealthy = async (taskRoot: string, api: DeployedFunction = deployed.functions.Api) => {
    const changed = { ...deployed, functions: { ...deployed.functions, Api: api } };
    return verdict((await judgeSteps(health, { runtime, deployed: changed, taskRootOf: async () => taskRoot })).failures);
  };
  const written = (text: string) => {
    const folder = freshFolder('Api');
    writeFileSync(join(folder, 'index.mjs'), text);
    return folder;
  };
  return {
    'a setting infra/ forgets': async () => {
      const { TABLE: _, ...environment } = deployed.functions.Api.environment;
      return unhealthy((await packed('Api')).taskRoot, { ...deployed.functions.Api, environment });
    },
    'a handler of another name': async () =>
      unhealthy((await packed('Api')).taskRoot, { ...deployed.functions.Api, handler: 'index.handle' }),
    'a package left outside the bundle': () => unhealthy(written("import 'fflate'; export const handler = async () => ({});")),
    'a handler that ends its process': () => unhealthy(written('export const handler = async () => process.exit(0);')),
    'a handler that answers something else': () =>
      unhealthy(written('export const handler = async () => ({ statusCode: 200, body: "{}" });')),
    "the Planner without the validator's WASM": async ({ size }) => verdict(await plannerWithoutWasm(deployed, runtime, size)),
  };
}

/** By what it answers where there are an AWS to ask and the time to ask it, else by what lies beside it. */
async function plannerWithoutWasm(deployed: Deployed, runtime: string, size: Run['size']): Promise<readonly string[]> {
  const taskRoot = await without('Planner', 'bindings_wasm_bg.wasm');
  const atRest = async () =>
    judgeContents({ ...(await packed('Planner')), taskRoot }, deployed.functions.Planner, budgets.Planner);
  if (size === 'small') return atRest();
  const taskRootOf = async (name: FunctionName) => (name === 'Planner' ? taskRoot : (await packed(name)).taskRoot);
  try {
    const aws = await motoAws(deployed);
    try {
      const steps = stepsInMoto(deployed).filter(
        ({ about }) => about === 'PUT /environments/bundled' || about === 'an operation to be planned',
      );
      const { failures } = await judgeSteps(steps, { runtime, deployed, taskRootOf, aws });
      return failures.filter((failure) => failure.startsWith('Planner'));
    } finally {
      await aws.stop();
    }
  } catch (error) {
    if (!(error instanceof JudgeAbsent)) throw error;
    return atRest();
  }
}

/** A copy of a function's folder that lacks something. */
async function without(name: FunctionName, file: string): Promise<string> {
  const folder = freshFolder(name);
  cpSync((await packed(name)).taskRoot, folder, { recursive: true });
  rmSync(join(folder, file), { recursive: true });
  return folder;
}
