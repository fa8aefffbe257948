import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { askSigned } from './ask-signed.ts';
import { connectToMinistack } from './connect-to-ministack.ts';
import { brokenDeployments, takeTargetAway } from './defects.ts';
import { deployed } from './deployed.ts';
import { judgeDeletion, judgeGuard, judgeProtection } from './judge-deletion.ts';
import { judgeCreation, judgeRemoval, type Operated } from './judge-operation.ts';
import { judgeStanding } from './judge-standing.ts';
import { judgeParents } from './parent/judge-parents.ts';
import { judgeProvider } from './parent/judge-provider.ts';
import { parentDefects } from './parent/parent-defects.ts';
import type { WithParents } from './parent/with-parents.ts';
import { standIns } from './stand-ins.ts';
import { type Ministack, startMinistack } from './start-ministack.ts';
import { type SynthesizedApp, synthesizedApp } from './synthesized-app.ts';
import { unseen } from './unseen.ts';

let server: Ministack | undefined;
let world: WithParents | undefined;

/**
 * The control plane as `cdk deploy` would bring it: the synthesized template through a foreign CloudFormation, its bundled
 * functions in processes of their own with their roles enforced, asked through a foreign API Gateway, and deleted again.
 */
export const ministack: Judge = {
  name: 'ministack',
  by: 'ministack 1.5.33 as CloudFormation, IAM, API Gateway, Lambda on node, Step Functions and everything they stand on',
  judge: judgeDeployment,
  defects: {
    ...Object.fromEntries(
      Object.entries(brokenDeployments).map(([defect, change]) => [
        defect,
        async () => judgeStanding(await deployed(theWorld(), change)),
      ]),
    ),
    'a target that somebody took away': async () => {
      const made = await deployed(theWorld());
      await takeTargetAway(made.standing);
      return judgeStanding(made);
    },
    'a record that goes with its stack': async () => {
      const goes = { template: retainingNothing };
      const { standing } = await deployed({ ...theWorld(), app: { ...theWorld().app, terminationProtection: false } }, goes);
      const { cases, failures } = await judgeDeletion({ ...standing, template: theWorld().app.template });
      return { cases, failures, skipped: [], knownGaps: [] };
    },
    'a stack that is not protected': async () => {
      const { standing } = await deployed({ ...theWorld(), app: { ...theWorld().app, terminationProtection: false } });
      return { ...(await judgeProtection(standing)), skipped: [] };
    },
    ...Object.fromEntries(
      Object.entries(parentDefects).map(([defect, failuresOf]) => [
        defect,
        async () => ({ cases: 1, failures: await failuresOf(theWorld()), skipped: [], knownGaps: [] }),
      ]),
    ),
  },
  close: async () => server?.stop(),
};

async function judgeDeployment(run: Run): Promise<Verdict> {
  const { say } = run;
  const app = await synthesizedApp();
  const started = await startMinistack();
  server = started;
  const { endpoint, certificate } = started;
  world = { endpoint, certificate, app, connect: connectToMinistack(started), ask: askSigned(certificate) };
  say('ministack runs, the template is synthesized');
  const made = await deployed(world);
  const { standing } = made;
  const stands = await judgeStanding(made);
  if (made.made.status !== 'CREATE_COMPLETE') return stands;
  const changed = await standIns(world, standing, started);
  say('the stack stands');
  const parts: Operated[] = [await judgeCreation(standing), await judgeRemoval(standing), await judgeProtection(standing)];
  say('an environment was asked for and taken back');
  const end = await judgeDeletion(standing);
  parts.push(await judgeGuard((await deployed(world)).standing));
  parts.push(await unseen(world));
  parts.push(await judgeProvider(world));
  say('a customer’s stack asked the deployed provider');
  parts.push(await judgeParents(world, run));
  const all = [stands, ...parts, end];
  const gone = changed.filter(({ stillNeeded }) => !stillNeeded);
  return {
    cases: changed.length + all.reduce((sum, { cases }) => sum + cases, 0),
    failures: [...all.flatMap(({ failures }) => failures), ...gone.map(({ gap }) => `a stand-in is no longer needed: ${gap}`)],
    skipped: [],
    knownGaps: [...changed.map(({ gap }) => gap), ...stands.knownGaps, ...parts.flatMap((part) => part.knownGaps)],
  };
}

const retainingNothing = (template: SynthesizedApp['template']): SynthesizedApp['template'] => ({
  ...template,
  Resources: Object.fromEntries(
    Object.entries(template.Resources).map(([id, { DeletionPolicy: _, ...resource }]) => [
      id,
      resource.Type === 'AWS::DynamoDB::Table'
        ? { ...resource, Properties: { ...resource.Properties, DeletionProtectionEnabled: false } }
        : resource,
    ]),
  ),
});

function theWorld(): WithParents {
  if (!world) throw new Error('there is no world to break anything in');
  return world;
}
