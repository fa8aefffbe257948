import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Phase {
  readonly commands: readonly string[];
  readonly finally?: readonly string[];
}
export interface Spec {
  readonly env: {
    readonly shell: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly 'exported-variables': readonly string[];
  };
  readonly phases: { readonly pre_build: Phase; readonly build: Phase; readonly post_build: Phase };
}
export type PhaseName = 'PRE_BUILD' | 'BUILD' | 'POST_BUILD';
export interface Machine {
  /** Where commands start, the home, the programs in front of the path, and where the runner keeps its own things. */
  readonly source: string;
  readonly home: string;
  readonly programs: string;
  readonly own: string;
}
export interface Ran {
  readonly phases: readonly { readonly name: PhaseName; readonly status: 'SUCCEEDED' | 'FAILED' }[];
  /** Before anything is masked. */
  readonly log: string;
  readonly exported: Readonly<Record<string, string>>;
}

const runner = fileURLToPath(new URL('run-command.sh', import.meta.url));

/**
 * The phases of a buildspec of version 0.2 under the shell it names. The rest of a phase is not run after a failed command, its
 * `finally` is; after a failed BUILD comes POST_BUILD, after a failed PRE_BUILD nothing (CodeBuild user guide, "Build phase
 * transitions" and "Build specification reference").
 */
export async function runBuild(spec: Spec, variables: Readonly<Record<string, string>>, machine: Machine): Promise<Ran> {
  const logFile = `${machine.own}/log`;
  const exit = `${machine.own}/after`;
  let env: Record<string, string> = { ...environmentOf(machine), ...spec.env.variables, ...variables };
  let cwd = machine.source;
  const run = async (command: string): Promise<number> => {
    writeFileSync(`${machine.own}/command`, command);
    rmSync(`${exit}.env`, { force: true });
    const log = openSync(logFile, 'a');
    // Not waited for in place: the door of the registry is opened by this very process.
    const shell = spawn(`/bin/${spec.env.shell}`, [runner, `${machine.own}/command`, exit], {
      env,
      cwd,
      stdio: ['ignore', log, log],
      timeout: 120_000,
    });
    const [status] = (await once(shell, 'close')) as [number | null];
    closeSync(log);
    if (existsSync(`${exit}.env`)) {
      const pairs = readFileSync(`${exit}.env`, 'utf8').split('\0').filter(Boolean);
      const {
        moorage_judge_kept: _ours,
        _: _last,
        OLDPWD: _old,
        SHLVL: _level,
        ...kept
      } = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
      env = kept;
      cwd = readFileSync(`${exit}.cwd`, 'utf8').replace(/\n$/, '');
    }
    return status ?? 1;
  };
  const phases: { name: PhaseName; status: 'SUCCEEDED' | 'FAILED' }[] = [];
  const runPhase = async (name: PhaseName, phase: Phase): Promise<boolean> => {
    let failed = false;
    for (const command of phase.commands) {
      failed = (await run(command)) !== 0;
      if (failed) break;
    }
    if (failed) env.CODEBUILD_BUILD_SUCCEEDING = '0';
    for (const command of phase.finally ?? []) await run(command);
    phases.push({ name, status: failed ? 'FAILED' : 'SUCCEEDED' });
    return !failed;
  };
  writeFileSync(logFile, '');
  if (await runPhase('PRE_BUILD', spec.phases.pre_build)) {
    await runPhase('BUILD', spec.phases.build);
    await runPhase('POST_BUILD', spec.phases.post_build);
  }
  const exported = spec.env['exported-variables'].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { phases, log: readFileSync(logFile, 'utf8'), exported: Object.fromEntries(exported) };
}

/** User guide, "Environment variables in build environments". No language: the build images set none. */
const environmentOf = ({ source, home, programs }: Machine): Record<string, string> => ({
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_REGION: 'eu-central-1',
  CODEBUILD_BUILD_ID: 'judge:1',
  CODEBUILD_BUILD_SUCCEEDING: '1',
  CODEBUILD_SRC_DIR: source,
  HOME: home,
  PATH: `${programs}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
});
