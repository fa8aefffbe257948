import { parse } from 'yaml';

export interface BuildspecPhase {
  readonly commands: readonly string[];
  readonly finally: readonly string[];
  readonly onFailure: 'ABORT' | 'CONTINUE' | undefined;
}

export interface Buildspec {
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly exported: readonly string[];
  readonly phases: Readonly<Record<string, BuildspecPhase>>;
}

const phaseNames = new Set(['install', 'pre_build', 'build', 'post_build']);

/** YAML, and so JSON too. Throws the text CodeBuild gives with YAML_FILE_ERROR (build specification reference). */
export function parseBuildspec(text: string): Buildspec {
  const wrong = (reason: string) => new Error(`Message: ${reason}`);
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw wrong((error as Error).message.split('\n')[0] ?? 'invalid YAML');
  }
  if (typeof document !== 'object' || document === null) throw wrong('This build spec file is not a mapping');
  const { version, env = {}, phases } = document as { version?: unknown; env?: Record<string, unknown>; phases?: object };
  if (version === undefined) throw wrong('Missing required key: version');
  if (!['0.1', '0.2'].includes(String(version)))
    throw wrong(`This build image does not support buildspec version ${String(version)}`);
  if (!phases) throw wrong('This build spec does not define any phases');
  const unknown = Object.keys(phases).find((name) => !phaseNames.has(name));
  if (unknown) throw wrong(`Invalid buildspec phase name: ${unknown}. Expecting: build,install,post_build,pre_build`);
  return {
    variables: texts(env.variables),
    secrets: texts(env['secrets-manager']),
    parameters: texts(env['parameter-store']),
    exported: Array.isArray(env['exported-variables']) ? env['exported-variables'].map(String) : [],
    phases: Object.fromEntries(Object.entries(phases).map(([name, phase]) => [name, phaseOf(phase, wrong)])),
  };
}

function phaseOf(phase: unknown, wrong: (reason: string) => Error): BuildspecPhase {
  const given = (phase ?? {}) as { commands?: unknown; finally?: unknown; 'on-failure'?: unknown };
  const list = (value: unknown): string[] => {
    if (value === undefined || value === null) return [];
    const all = Array.isArray(value) ? value : [value];
    // `- echo a: b` is a mapping in YAML: the classic slip, and CodeBuild's text for it.
    if (all.some((one) => typeof one === 'object'))
      throw wrong('Expected Commands[0] to be of string type: found subkeys instead');
    return all.map(String);
  };
  const onFailure = given['on-failure'];
  return {
    commands: list(given.commands),
    finally: list(given.finally),
    onFailure: onFailure === 'ABORT' || onFailure === 'CONTINUE' ? onFailure : undefined,
  };
}

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries((value ?? {}) as object).map(([name, text]) => [name, String(text)]));
