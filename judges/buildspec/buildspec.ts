import { buildspec as ours } from '../../domain/image/buildspec.ts';
import type { Judge, Run } from '../judge-of.ts';
import type { Verdict } from '../verdict.ts';
import { type Bench, openBench } from './bench.ts';
import { buildCases } from './build-cases.ts';
import { defects } from './defects.ts';
import { gitCases } from './git-cases.ts';
import { inputsCases } from './inputs-cases.ts';
import { installTools } from './install-tools.ts';
import { judgeCase } from './judge-case.ts';
import { mirrorCases } from './mirror-cases.ts';
import type { Spec } from './run-build.ts';
import { sourceCases } from './source-cases.ts';

const cases = [...buildCases, ...sourceCases, ...gitCases, ...mirrorCases, ...inputsCases];
let bench: Promise<Bench> | undefined;

/** The buildspec, run for real: its exact commands under bash, on an engine and registries nobody here wrote. */
export const buildspec: Judge = {
  name: 'buildspec',
  by: "Debian's bash, buildah, docker-registry, git and unzip, with shims of ours for the commands docker and aws",
  judge,
  defects: Object.fromEntries(
    Object.entries(defects).map(([name, { spec, seenBy }]) => [
      name,
      async () => {
        const [one] = cases.filter((each) => each.name === seenBy);
        if (!one) throw new Error(`no case is called ${seenBy}`);
        return { ...empty, cases: 1, failures: await judgeCase(one, spec, await opened()) };
      },
    ]),
  ),
  close: async () => (await bench?.catch(() => undefined))?.close(),
};

const empty: Verdict = { cases: 0, failures: [], skipped: [], knownGaps: [] };
const opened = () => {
  bench ??= openBench();
  return bench;
};

async function judge({ size, say }: Run): Promise<Verdict> {
  say(installTools(say));
  const chosen = cases.filter(({ small }) => size === 'full' || small);
  const at = await opened();
  const failures: string[] = [];
  const waiting = [...chosen];
  // Two at a time: most of a build is programs that start.
  const lane = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) failures.push(...(await judgeCase(one, ours as Spec, at)));
  };
  await Promise.all([lane(), lane()]);
  return {
    ...empty,
    cases: chosen.length,
    failures,
    // The case that unpacks such a name says what becomes of it.
    knownGaps:
      size === 'full' ? ["a file's name beyond ASCII does not survive unzip where no language is set; no spec has one"] : [],
  };
}
