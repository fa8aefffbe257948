import type { Run } from '../../judge-of.ts';
import type { Operated } from '../judge-operation.ts';
import { compared, type Difference } from './differences.ts';
import { type InMinistack, inMinistack, type Spoil } from './in-ministack.ts';
import { inSimulator } from './in-simulator.ts';
import { knownDifferences } from './known-differences.ts';
import type { Unshown } from './shows-in-progress.ts';
import { type Story, stories, unanswered, withHandle } from './stories.ts';
import { type Walked, walk } from './walk.ts';
import type { WithParents } from './with-parents.ts';

const shownInstead: Readonly<Record<Unshown, string>> = {
  Create: 'ministack shows no resource while it is made: the judge shows it, because the provider acts on nothing less',
  Update: 'ministack shows no resource as being updated: the judge does',
  cleanup: 'ministack shows no stack as cleaning up while the replaced resource is deleted: the judge does',
};

/**
 * The example's stack, and everything that may come over it, in MiniStack's CloudFormation: the same requests, answers, outputs,
 * environments and ends as in the simulator's, but for what is known.
 */
export async function judgeParents(world: WithParents, { say }: Run): Promise<Operated> {
  let cases = 0;
  const failures: string[] = [];
  const differences: Difference[] = [];
  const unshown = new Set<Unshown>();
  for (const [stack, story] of Object.entries(stories)) {
    const theirs = await inTheirs(world, stack, story, undefined, ({ front, faults }) => {
      failures.push(...faults.map((fault) => `${stack}: ${fault}`));
      failures.push(...[...front.shown].map((what) => `a known gap is none any longer: ${shownInstead[what]}`));
      for (const what of front.unshown) unshown.add(what);
    });
    const found = compared(stack, story, await ours(stack), theirs);
    cases += found.cases;
    differences.push(...found.differences);
  }
  say(`${Object.keys(stories).length} lives of a parent stack were lived in two CloudFormations`);
  failures.push(...beyondKnown(differences));
  const never = (Object.keys(shownInstead) as Unshown[]).filter((what) => !unshown.has(what));
  failures.push(...never.map((what) => `nobody asked what is said to be not shown: ${what}`));
  const alone = [await takesAnyAnswer(world), await refusesHandle(world), await timesOut(world)];
  return {
    cases: cases + Object.keys(shownInstead).length + alone.length,
    failures: [...failures, ...alone.flatMap((one) => one.failures)],
    knownGaps: [...Object.keys(knownDifferences), ...Object.values(shownInstead), ...alone.flatMap((one) => one.knownGaps)],
  };
}

/** A provider that is broken has to do otherwise in MiniStack than the simulator's, beyond what is known. */
export async function judgeSpoilt(world: WithParents, spoil: Spoil): Promise<readonly string[]> {
  const story = stories.example?.slice(0, 2) ?? [];
  const theirs = await inTheirs(world, 'example', story, spoil);
  const { differences } = compared('example', story, await ours('example'), theirs);
  return differences.filter(({ what }) => !isKnown(what)).map(({ sentence }) => sentence);
}

/** A provider that never says anything: only whether the stack gets where it should. */
export async function judgeSilent(world: WithParents): Promise<readonly string[]> {
  const [walked] = await inTheirs(world, 'unanswered', unanswered, () => undefined);
  return walked?.status === 'CREATE_COMPLETE' ? [] : [`the stack is ${walked?.status}: ${walked?.reasons.join('; ')}`];
}

async function takesAnyAnswer(world: WithParents) {
  const [story] = [stories.example?.slice(0, 1) ?? []];
  const [walked] = await inTheirs(world, 'any-answer', story, (answer) => ({ ...answer, RequestId: 'of-nobody' }));
  const knownGaps = ['ministack takes an answer whatever RequestId is in it'];
  const failures = walked?.status === 'CREATE_COMPLETE' ? [] : [`a known gap is none any longer: ${knownGaps[0]}`];
  return { failures, knownGaps };
}

async function refusesHandle(world: WithParents) {
  const gap = 'ministack’s wait conditions are told at an address of its own, which the provider refuses';
  let said = '';
  const [walked] = await inTheirs(world, 'with-handle', withHandle, undefined, ({ told }) => {
    said = [...told.values()].map(({ Reason }) => Reason).join();
  });
  const still = walked?.status === 'ROLLBACK_COMPLETE' && said.startsWith('PROPERTIES_REFUSED: WaitConditionHandle is no Ref');
  return { failures: still ? [] : [`a known gap is none any longer: ${gap}: ${walked?.status} ${said}`], knownGaps: [gap] };
}

/** ServiceTimeout counts, and what timed out is taken back. */
async function timesOut(world: WithParents) {
  const [walked] = await inTheirs(world, 'unanswered', unanswered, () => undefined);
  const right = walked?.status === 'ROLLBACK_COMPLETE' && walked.reasons.some((reason) => reason.includes('timed out after 3s'));
  return { failures: right ? [] : [`without an answer the stack is ${walked?.status}: ${walked?.reasons}`], knownGaps: [] };
}

const known = new Map<string, readonly Walked[]>();

/** In the simulator it is the same every time. */
async function ours(stack: string): Promise<readonly Walked[]> {
  const walked = known.get(stack) ?? (await walk(await inSimulator(), stack, stories[stack] ?? []));
  known.set(stack, walked);
  return walked;
}

async function inTheirs(
  world: WithParents,
  stack: string,
  story: Story,
  spoil?: Spoil,
  look: (customers: InMinistack) => void = () => {},
): Promise<readonly Walked[]> {
  const customers = await inMinistack(world, spoil);
  try {
    const walked = await walk(customers, stack, story);
    look(customers);
    return walked;
  } finally {
    customers.stop();
  }
}

const isKnown = (what: string) => Object.values(knownDifferences).some((all) => all.includes(what));

function beyondKnown(differences: readonly Difference[]): readonly string[] {
  const seen = new Set(differences.map(({ what }) => what));
  const gone = Object.entries(knownDifferences).flatMap(([gap, all]) =>
    all.filter((what) => !seen.has(what)).map((what) => `a known gap is none any longer (${what}): ${gap}`),
  );
  return [...differences.filter(({ what }) => !isKnown(what)).map(({ sentence }) => sentence), ...gone];
}
