import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import type { ContainerImage } from '../ecr/container-image.ts';

export interface Behaviour {
  /** Output in order, each after so many seconds. */
  readonly lines: readonly string[];
  /** Absent: it runs until it is stopped. */
  readonly exit?: { readonly code: number; readonly afterSeconds: number; readonly reason?: string };
  /** TCP ports answered, from `listensAfterSeconds` on. */
  readonly ports: readonly number[];
  readonly listensAfterSeconds: number;
  /** From then on it runs and answers nobody; absent, it answers as long as it runs. */
  readonly deafAfterSeconds?: number;
  /** What a request to one of its ports is answered; absent, nobody knows. */
  readonly page?: string;
  /** Executables on the image's PATH: what a health check's command may call. */
  readonly programs: readonly string[];
  /** The runtime could not start it at all. */
  readonly refused?: string;
}

/** What a container made of this image does: known programs by their manner, a shell line by a small reading of it. */
export function behaviourOf(image: ContainerImage, container: ContainerDefinition, taskMemory = Infinity): Behaviour {
  const entrypoint = container.entryPoint?.length ? container.entryPoint : image.entrypoint;
  // A new entrypoint discards the image's CMD, as docker run --entrypoint does.
  const cmd = container.command?.length ? container.command : container.entryPoint?.length ? [] : image.cmd;
  const argv = [...entrypoint.filter((part) => !part.endsWith('/docker-entrypoint.sh')), ...cmd];
  const set = Object.fromEntries((container.environment ?? []).map(({ name = '', value = '' }) => [name, value]));
  const env = { ...image.env, ...set };
  const deaf = env.DEAF_AFTER_SECONDS === undefined ? {} : { deafAfterSeconds: Number(env.DEAF_AFTER_SECONDS) };
  const manner = run(argv, image, env);
  const grows = Number(env.NEEDS_MIB ?? 0) > Math.min(taskMemory, container.memory ?? Infinity);
  return { ...manner, ...(grows && !manner.refused ? { exit: outOfMemory } : {}), programs: image.programs, ...deaf };
}

/** The kernel ends what takes more than the task has: stopped task error codes, OutOfMemoryError. */
const outOfMemory = { code: 137, afterSeconds: 3, reason: 'OutOfMemoryError: Container killed due to memory usage' };

/** What its program does; the image's own part is added for the container as a whole. */
type Manner = Omit<Behaviour, 'programs'>;

const forever = (lines: readonly string[], ports: readonly number[], listensAfterSeconds = 1, page?: string): Manner => ({
  lines,
  ports,
  listensAfterSeconds,
  ...(page === undefined ? {} : { page }),
});

const ends = (code: number, lines: readonly string[] = [], afterSeconds = 0.5): Manner => ({
  lines,
  ports: [],
  listensAfterSeconds: 0,
  exit: { code, afterSeconds },
});

function run(argv: readonly string[], image: ContainerImage, env: Readonly<Record<string, string>>): Manner {
  const [program = '', ...rest] = argv;
  if (!image.programs.includes(program) && !image.programs.includes(baseName(program)) && !(program in image.files))
    return { ...ends(127), refused: notFound(program) };
  const slow = Number(env.STARTUP_SECONDS ?? 1);
  switch (baseName(program)) {
    case 'nginx':
      return runNginx(image, slow);
    case 'httpd-foreground':
      return forever(
        ["AH00094: Command line: 'httpd -D FOREGROUND'"],
        [80],
        slow,
        '<html><body><h1>It works!</h1></body></html>\n',
      );
    case 'sleep':
      return rest[0] === 'infinity' ? forever([], []) : ends(0, [], Number(rest[0] ?? 0));
    case 'tail':
      return rest.includes('-f') ? forever([], []) : ends(0);
    case 'true':
      return ends(0);
    case 'false':
      return ends(1);
    case 'echo':
      return ends(0, [rest.join(' ')]);
    case 'sh':
    case 'bash':
      return rest[0]?.includes('c') && rest[1] !== undefined ? runShell(rest[1], image, env) : ends(0);
    default:
      return forever([], portsOf(image), slow);
  }
}

/** nginx reads its configuration before it listens, so a bad one is an exit at once. */
function runNginx(image: ContainerImage, slow: number): Manner {
  const configs = Object.entries(image.files).filter(([path]) => path.startsWith('/etc/nginx/') && path.endsWith('.conf'));
  const listens = configs.flatMap(([path, text]) =>
    text.split('\n').flatMap((line, at) => {
      const [, address] = line.match(/^[^#]*\blisten\s+([^\s;]+)/) ?? [];
      return address && !address.startsWith('unix:')
        ? [{ path, line: at + 1, address, port: address.slice(address.lastIndexOf(':') + 1) }]
        : [];
    }),
  );
  const bad = listens.find(({ port }) => !/^\d+$/.test(port) || Number(port) < 1 || Number(port) > 65_535);
  if (!bad)
    return forever(
      ['start worker processes'],
      listens.map(({ port }) => Number(port)),
      slow,
      image.files['/usr/share/nginx/html/index.html'],
    );
  const text = `invalid port in "${bad.address}" of the "listen" directive in ${bad.path}:${bad.line}`;
  return ends(1, [`nginx: [emerg] ${text}`]);
}

/** Enough of a shell for the lines people put into a task definition: `;` and `&&`, exit, sleep, echo, exec. */
function runShell(script: string, image: ContainerImage, env: Readonly<Record<string, string>>): Manner {
  const lines: string[] = [];
  let seconds = 0;
  let code = 0;
  for (const step of script.split(/;|\n|(&&)/).filter((part) => part !== undefined)) {
    const words = wordsOf(step, env);
    if (step === '&&') {
      if (code !== 0) return ends(code, lines, seconds + 0.5);
      continue;
    }
    if (words.length === 0) continue;
    if (words[0] === 'exit') return ends(Number(words[1] ?? code), lines, seconds + 0.5);
    const did = run(words[0] === 'exec' ? words.slice(1) : words, image, env);
    if (did.refused) lines.push(`sh: ${words[0]}: not found`);
    lines.push(...did.lines);
    if (!did.exit) return { ...did, lines };
    seconds += words[0] === 'sleep' ? did.exit.afterSeconds : 0;
    code = did.exit.code;
  }
  return ends(code, lines, seconds + 0.5);
}

const wordsOf = (step: string, env: Readonly<Record<string, string>>) =>
  (step.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
    word.startsWith("'")
      ? word.slice(1, -1)
      : word.replaceAll('"', '').replace(/\$\{?(\w+)\}?/g, (_, name: string) => env[name] ?? ''),
  );

const portsOf = ({ exposedPorts }: ContainerImage) => exposedPorts.map((port) => Number.parseInt(port, 10));
const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const notFound = (program: string) =>
  `CannotStartContainerError: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown`;
