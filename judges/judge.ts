import { parseArgs } from 'node:util';
import { JudgeAbsent } from './judge-absent.ts';
import type { Judge, Run } from './judge-of.ts';
import { type Judged, report } from './report.ts';

/**
 * The judges we did not write, over everything we make: `npm run judge`, or some of them by name, `--small` for what fits
 * into every change. Two at a time, because the machine of a change has two cores; the one that mostly waits goes first.
 */
const judges: Readonly<Record<string, () => Promise<Judge>>> = {
  moto: async () => (await import('./moto/moto.ts')).moto,
  interpreters: async () => (await import('./interpreters/interpreters.ts')).interpreters,
  templates: async () => (await import('./templates/templates.ts')).templates,
  machines: async () => (await import('./machines/machines.ts')).machines,
  bundles: async () => (await import('./bundles/bundles.ts')).bundles,
  buildspec: async () => (await import('./buildspec/buildspec.ts')).buildspec,
  privileges: async () => (await import('./privileges/privileges.ts')).privileges,
  shapes: async () => (await import('./shapes/shapes.ts')).shapes,
  ministack: async () => (await import('./ministack/ministack.ts')).ministack,
};

/** A judge notices all its seeded defects in the full form; of every change it has to notice each third. */
const third = 3;

/** Too long for every change. */
const fullOnly = ['moto', 'ministack', 'shapes', 'interpreters', 'machines'];

const { values, positionals } = parseArgs({ options: { small: { type: 'boolean', default: false } }, allowPositionals: true });
const unknown = positionals.filter((name) => !Object.hasOwn(judges, name));
if (unknown.length > 0) {
  console.error(`no judge is called ${unknown.join(' or ')}; there are ${Object.keys(judges).join(', ')}`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const waiting = Object.keys(judges).filter((name) =>
  positionals.length > 0 ? positionals.includes(name) : !(values.small && fullOnly.includes(name)),
);
const order = [...waiting];
const judged = new Map<string, Judged>();
await Promise.all([lane(), lane()]);
process.exitCode = report(order.flatMap((name) => judged.get(name) ?? [])) ? 0 : 1;

async function lane(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) judged.set(name, await judgedBy(name));
}

async function judgedBy(name: string): Promise<Judged> {
  const began = performance.now();
  const run: Run = { size: values.small ? 'small' : 'full', say: (line) => console.log(`${name}: ${line}`) };
  const seconds = () => Math.round((performance.now() - began) / 1000);
  let judge: Judge | undefined;
  try {
    judge = await judges[name]?.();
    if (!judge) throw new Error(`${name} is no judge`);
    run.say(judge.by);
    const verdict = await judge.judge(run);
    const unnoticed: string[] = [];
    const seeded = Object.entries(judge.defects).filter((_defect, index) => !values.small || index % third === 0);
    for (const [defect, judgeDefect] of seeded) {
      const { failures } = await judgeDefect(run);
      run.say(failures.length > 0 ? `notices ${defect}` : `DOES NOT NOTICE ${defect}`);
      if (failures.length === 0) unnoticed.push(`a seeded defect was not noticed: ${defect}`);
    }
    const idle = verdict.cases === 0 ? ['nothing was judged'] : [];
    const defects = seeded.length;
    return {
      name,
      seconds: seconds(),
      verdict: { ...verdict, failures: [...verdict.failures, ...idle, ...unnoticed] },
      defects: `${defects - unnoticed.length} of ${defects}`,
    };
  } catch (error) {
    if (error instanceof JudgeAbsent) return { name, seconds: seconds(), absent: error.message };
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const verdict = { cases: 0, failures: [`the judge itself failed: ${failure}`], skipped: [], knownGaps: [] };
    return { name, seconds: seconds(), verdict, defects: 'unknown' };
  } finally {
    await judge?.close?.();
  }
}
