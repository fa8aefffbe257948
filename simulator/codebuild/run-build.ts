import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { Bash, InMemoryFs } from 'just-bash';
import { drawNext } from '../random.ts';
import type { S3State } from '../s3/s3-state.ts';
import type { Context } from '../service.ts';
import { awsCommand } from './aws-command.ts';
import { type Buildspec, type BuildspecPhase, parseBuildspec } from './buildspec.ts';
import type { Build, BuildPlan, CodeBuildState, PlannedPhase } from './codebuild-state.ts';
import { dockerCommand, type Spend } from './docker-command.ts';
import { DockerDaemon } from './docker-daemon.ts';
import { gitCommand } from './git-command.ts';
import { type ResolvedVariables, resolveVariables } from './resolve-variables.ts';
import { roleOf } from './role-of.ts';
import { dateCommand, realpathCommand, sleepCommand } from './tool-commands.ts';
import { unzipCommand } from './unzip-command.ts';

const home = '/codebuild/output/src/simulated/src';

/**
 * Runs a build's shell from its first line to its last. It reads the region and writes nothing, and draws its times from
 * the build's id: run again after a restart it comes to the same end.
 */
export async function runBuild({ id }: { readonly id: string }, context: Context): Promise<BuildPlan> {
  const build = context.state<CodeBuildState>('CodeBuild').builds[id];
  if (!build) throw new Error(`no build ${id}`);
  const plan: BuildPlan = { phases: [], exported: [] };
  let spent = 0;
  let seed = createHash('sha256').update(id).digest().readInt32LE();
  const spend: Spend = (low, high) => {
    const drawn = drawNext(seed);
    seed = drawn.seed;
    spent += low + drawn.value * (high - low);
  };
  const close = (
    type: string,
    lines: string[],
    failed?: { statusCode: string; message: string },
    pushes: PlannedPhase['pushes'] = [],
  ) => {
    const contexts = failed ? [failed] : [];
    plan.phases.push({ type, status: failed ? 'FAILED' : 'SUCCEEDED', seconds: spent, contexts, lines, pushes });
    spent = 0;
  };

  spend(1, 4);
  let spec: Buildspec;
  let variables: ResolvedVariables;
  const fs = new InMemoryFs();
  await fs.mkdir(home, { recursive: true });
  await fs.mkdir('/root', { recursive: true });
  try {
    await downloadSource(build, fs, context);
    const text =
      build.buildspec?.includes('\n') || build.buildspec?.startsWith('{')
        ? build.buildspec
        : await fs.readFile(`${home}/${build.buildspec ?? 'buildspec.yml'}`).catch(() => undefined);
    if (text === undefined) throw new Error('YAML file does not exist');
    spec = parseBuildspec(text);
  } catch (error) {
    close('DOWNLOAD_SOURCE', [], { statusCode: 'YAML_FILE_ERROR', message: (error as Error).message });
    return plan;
  }
  try {
    variables = resolveVariables(build, spec, context);
  } catch (error) {
    close('DOWNLOAD_SOURCE', [], { statusCode: 'CLIENT_ERROR', message: (error as Error).message });
    return plan;
  }
  close('DOWNLOAD_SOURCE', []);

  const role = roleOf(build.serviceRole, context);
  const daemon = new DockerDaemon(context, build.environment.type.startsWith('ARM') ? 'linux/arm64' : 'linux/amd64', role);
  const bash = new Bash({
    fs,
    defenseInDepth: false,
    executionLimits: { maxExecutionTimeMs: 60_000 },
    customCommands: [
      dockerCommand(daemon, build.environment.privilegedMode, spend),
      awsCommand(context, role),
      gitCommand(context, role),
      realpathCommand,
      sleepCommand(spend),
      dateCommand(context),
      unzipCommand,
    ],
  });
  let env: Record<string, string> = { ...environmentOf(build, context), ...variables.values };
  let cwd = home;

  /** Like CodeBuild's agent: each command its own script, with variables and directory carried from one to the next. */
  const run = async (command: string, lines: string[]): Promise<number> => {
    spend(0.2, 1);
    lines.push(`Running command ${command}`);
    const {
      stdout,
      stderr,
      exitCode,
      env: after,
    } = await bash.exec(`set -a\n${command}`, { env, cwd, replaceEnv: true, rawScript: true });
    lines.push(...`${stdout}${stderr}`.split('\n').filter((line) => line !== ''));
    const { PWD, OLDPWD: _old, SHELLOPTS: _options, ...kept } = after;
    env = kept;
    cwd = PWD ?? cwd;
    return exitCode;
  };
  const runPhase = async (type: string, phase: BuildspecPhase | undefined): Promise<boolean> => {
    const lines = [`Entering phase ${type}`];
    let failed: { statusCode: string; message: string } | undefined;
    for (const command of phase?.commands ?? []) {
      const code = await run(command, lines);
      if (code === 0) continue;
      lines.push(`Command did not exit successfully ${command} exit status ${code}`);
      const message = `Error while executing command: ${command}. Reason: exit status ${code}`;
      failed = { statusCode: 'COMMAND_EXECUTION_ERROR', message: masked(message, variables.secret) };
      break;
    }
    if (failed) env.CODEBUILD_BUILD_SUCCEEDING = '0';
    for (const command of phase?.finally ?? []) await run(command, lines);
    lines.push(`Phase complete: ${type} State: ${failed ? 'FAILED' : 'SUCCEEDED'}`);
    close(
      type,
      lines.map((line) => masked(line, variables.secret)),
      failed,
      daemon.pushes.splice(0),
    );
    return !failed || phase?.onFailure === 'CONTINUE';
  };

  const { install, pre_build, build: main, post_build } = spec.phases;
  const prepared = (await runPhase('INSTALL', install)) && (await runPhase('PRE_BUILD', pre_build));
  if (prepared) {
    await runPhase('BUILD', main);
    // POST_BUILD runs after a failed BUILD too, unless that said ABORT.
    if (plan.phases.at(-1)?.status === 'SUCCEEDED' || main?.onFailure !== 'ABORT') await runPhase('POST_BUILD', post_build);
  }
  spend(0.1, 1);
  close('UPLOAD_ARTIFACTS', []);
  plan.exported = spec.exported
    .filter((name) => !name.startsWith('AWS_') && !variables.secretNames.has(name) && env[name] !== undefined)
    .map((name) => ({ name, value: env[name] ?? '' }));
  return plan;
}

async function downloadSource(build: Build, fs: InMemoryFs, context: Context): Promise<void> {
  if (build.sourceType !== 'S3') return;
  const [, bucket = '', key = ''] = (build.sourceLocation ?? '').match(/^(?:arn:aws[\w-]*:s3:::)?([^/]+)\/(.*)$/) ?? [];
  const versions = context.state<S3State>('S3').buckets[bucket]?.objects[key];
  const found = build.sourceVersion ? versions?.find(({ versionId }) => versionId === build.sourceVersion) : versions?.at(-1);
  if (!found || found.deleteMarker) throw new Error('NoSuchKey: The specified key does not exist. status code: 404');
  for (const [path, bytes] of Object.entries(unzipSync(new Uint8Array(Buffer.from(found.base64, 'base64')))))
    if (!path.endsWith('/')) await fs.writeFile(`${home}/${path}`, bytes);
}

/** User guide, "Environment variables in build environments". */
const environmentOf = (build: Build, context: Context): Record<string, string> => ({
  AWS_DEFAULT_REGION: context.region,
  AWS_REGION: context.region,
  CODEBUILD_BUILD_ARN: build.arn,
  CODEBUILD_BUILD_ID: build.id,
  CODEBUILD_BUILD_IMAGE: build.environment.image,
  CODEBUILD_BUILD_NUMBER: String(build.number),
  CODEBUILD_BUILD_SUCCEEDING: '1',
  CODEBUILD_INITIATOR: 'moorage',
  CODEBUILD_LOG_PATH: build.logStream,
  CODEBUILD_SRC_DIR: home,
  CODEBUILD_START_TIME: String(build.startedAt),
  HOME: '/root',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
});

/** Only the exact value is found; base64 of it, a part of it, another case are printed (build specification reference). */
const masked = (line: string, secrets: readonly string[]) =>
  secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
