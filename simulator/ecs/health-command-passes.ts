/** Whose shell or program runs in the container, and which ports of the task answer on localhost just now. */
export interface HealthScene {
  readonly programs: readonly string[];
  listens(port: number): boolean;
}

/**
 * What a health check's command says. A program the image does not have fails; a request to localhost answers as the port
 * does, whichever container of the task listens there; anything else is taken at its word.
 */
export function healthCommandPasses([kind = '', ...rest]: readonly string[], scene: HealthScene): boolean {
  if (kind === 'CMD') return runs(rest, scene, false);
  if (!scene.programs.includes('sh')) return false;
  let passes = true;
  let skip = false;
  for (const part of rest.join(' ').split(/(\|\||&&|;|\n)/)) {
    const step = part.trim();
    if (step === '||' || step === '&&') skip = (step === '||') === passes;
    else if (step === ';' || part === '\n') skip = false;
    else if (step !== '' && !skip) {
      const [, code] = /^exit\b\s*(\d*)/.exec(step) ?? [];
      if (code !== undefined) return code === '' ? passes : Number(code) === 0;
      passes = step.split('|').every((command) => runs(command.trim().split(/\s+/), scene, true));
    }
  }
  return passes;
}

/** What every shell has in itself. */
const builtIn: Readonly<Record<string, boolean>> = { true: true, false: false, ':': true, test: true, '[': true, echo: true };

function runs(argv: readonly string[], scene: HealthScene, inShell: boolean): boolean {
  const program = (argv[0] ?? '').replace(/^.*\//, '');
  const own = inShell ? builtIn[program] : undefined;
  if (own !== undefined) return own;
  if (!scene.programs.includes(program)) return false;
  if (program === 'true' || program === 'false') return program === 'true';
  if (/^(ba)?sh$/.test(program)) return argv[1] === '-c' ? healthCommandPasses(['CMD-SHELL', unquoted(argv)], scene) : true;
  const port = localPort(argv);
  return port === undefined || scene.listens(port);
}

const unquoted = (argv: readonly string[]) =>
  argv
    .slice(2)
    .join(' ')
    .replace(/^(["'])(.*)\1$/, '$2');

/** The port of this very task that a request goes to, if it goes to one. */
function localPort(argv: readonly string[]): number | undefined {
  const [, scheme, port] = /(https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[: ](\d+))?/.exec(argv.join(' ')) ?? [];
  if (port !== undefined) return Number(port);
  if (scheme === undefined) return /(?:localhost|127\.0\.0\.1)/.test(argv.join(' ')) ? 80 : undefined;
  return scheme === 'https://' ? 443 : 80;
}
