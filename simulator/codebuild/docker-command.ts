import { Buffer } from 'node:buffer';
import { decodeBytesToUtf8, defineCommand, type ExecResult, type ResolvedCommandContext } from 'just-bash';
import { parseImageReference } from '../ecr/image-reference.ts';
import { buildImage } from './build-image.ts';
import { failure, output, readCommandLine } from './command-line.ts';
import { DockerDaemon } from './docker-daemon.ts';
import { inspectRemote, remoteImage } from './imagetools.ts';
import { goTemplate, inspection } from './inspect-image.ts';

const flags = new Set(
  '--password-stdin -q --quiet --push --load --pull --no-cache --rm --force-rm --squash --raw --force -a --all --all-tags --verbose --dry-run'.split(
    ' ',
  ),
);

/** What a step costs in simulated seconds; a build is slow, a copy of layers less so. */
export type Spend = (low: number, high: number) => void;

/** The docker client of a build, as far as builds use it; what it does not know it refuses. */
export function dockerCommand(daemon: DockerDaemon, privileged: boolean, spend: Spend) {
  return defineCommand('docker', async (args, ctx) => {
    if (!privileged)
      return failure('ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?');
    try {
      return await run(daemon, args, ctx, spend);
    } catch (error) {
      return failure((error as Error).message);
    }
  });
}

async function run(
  daemon: DockerDaemon,
  args: readonly string[],
  ctx: ResolvedCommandContext,
  spend: Spend,
): Promise<ExecResult> {
  const [verb = '', second = ''] = args;
  const isGroup = ['buildx', 'image', 'manifest'].includes(verb);
  const isTools = verb === 'buildx' && second === 'imagetools';
  const rest = args.slice(isTools ? 3 : isGroup ? 2 : 1);
  const line = readCommandLine(rest, verb === 'logout' ? new Set() : flags);
  const [first = '', target = ''] = line.words;
  switch (isTools ? `imagetools ${args[2]}` : isGroup ? `${verb} ${second}` : verb) {
    case 'login':
      return login(daemon, line.words[0], line.option('--username', '-u') ?? '', line.option('--password', '-p'), ctx);
    case 'logout':
      daemon.logout(registryName(first));
      await changeAuths(ctx, ({ [authName(registryName(first))]: _gone, ...kept }) => kept);
      return output(`Removing login credentials for ${first || 'https://index.docker.io/v1/'}\n`);
    case 'pull':
    case 'image pull': {
      spend(4, 12);
      const platform = daemon.platformOf(line.option('--platform'));
      const { image, repoDigests } = daemon.pull(first, platform);
      const digest = repoDigests[0]?.split('@')[1];
      const text = `Digest: ${digest}\nStatus: Downloaded newer image for ${first}\n`;
      const warning =
        image.platform === platform
          ? ''
          : `WARNING: image with reference ${first} was found but its platform (${image.platform}) does not match the specified platform (${platform})\n`;
      return output(line.has('-q', '--quiet') ? `${first}\n` : `${text}${first}\n`, warning);
    }
    case 'tag':
    case 'image tag': {
      const source = local(daemon, first);
      if (!source) return failure(`Error response from daemon: No such image: ${first}`);
      daemon.images.set(DockerDaemon.key(parseImageReference(target)), source);
      return output('');
    }
    case 'build':
    case 'image build':
    case 'buildx build': {
      spend(30, 90);
      const id = await buildImage(daemon, { line, fs: ctx.fs, cwd: ctx.cwd, isBuildx: verb === 'buildx' });
      return line.has('-q', '--quiet') ? output(`${id}\n`) : output('', `writing image ${id} done\n`);
    }
    case 'push':
    case 'image push': {
      spend(3, 8);
      const { digest, size } = daemon.push(first);
      const { tag } = parseImageReference(first);
      return output(line.has('-q', '--quiet') ? `${first}\n` : `${tag}: digest: ${digest} size: ${size}\n`);
    }
    case 'inspect':
    case 'image inspect': {
      const found = local(daemon, first);
      if (!found) return { ...failure(`Error response from daemon: No such image: ${first}`), stdout: '[]\n' };
      const facts = inspection(found, first);
      const format = line.option('--format', '-f');
      return output(`${format ? goTemplate(format, facts) : JSON.stringify([facts], null, 4)}\n`);
    }
    case 'imagetools inspect':
      spend(0.3, 1);
      return output(inspectRemote(daemon, line));
    case 'manifest inspect':
      return output(remoteImage(daemon, first).manifest);
    case 'imagetools create': {
      spend(4, 12);
      for (const name of line.all('-t', '--tag')) daemon.copy(name, remoteImage(daemon, first));
      return output('');
    }
    case 'rmi':
    case 'image rm':
      daemon.images.delete(DockerDaemon.key(parseImageReference(first)));
      return output(`Untagged: ${first}\n`);
    case 'buildx create':
    case 'buildx use':
    case 'version':
    case 'info':
      return output('');
    default:
      return failure(`docker: '${args.slice(0, isGroup ? 2 : 1).join(' ')}' is not a docker command the simulator knows.`);
  }
}

const local = (daemon: DockerDaemon, name: string) =>
  daemon.images.get(name.startsWith('sha256:') ? name : DockerDaemon.key(parseImageReference(name)));

const registryName = (host = '') =>
  host === '' || /^(https:\/\/)?(index\.)?docker\.io/.test(host) ? 'docker.io' : host.replace(/^https:\/\//, '');

async function login(
  daemon: DockerDaemon,
  host: string | undefined,
  username: string,
  given: string | undefined,
  ctx: ResolvedCommandContext,
): Promise<ExecResult> {
  const password = given ?? decodeBytesToUtf8(ctx.stdin).replace(/\r?\n$/, '');
  if (!username) return failure('Must provide --username with --password-stdin');
  if (!password) return failure('Error: Password Required');
  const registry = registryName(host);
  daemon.login(registry, username, password);
  // The client keeps base64(user:password) in a file any later command can read: masking does not find it there.
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  await changeAuths(ctx, (auths) => ({ ...auths, [authName(registry)]: { auth } }));
  return output('Login Succeeded\n');
}

type Auths = Readonly<Record<string, { readonly auth: string }>>;

const authName = (registry: string) => (registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry);

/** One file for all registries: a login adds to it, a logout takes only its own out. */
async function changeAuths({ fs, env }: ResolvedCommandContext, change: (auths: Auths) => Auths): Promise<void> {
  const folder = `${env.get('HOME') ?? '/root'}/.docker`;
  const file = `${folder}/config.json`;
  const auths: Auths = (await fs.exists(file)) ? (JSON.parse(await fs.readFile(file)).auths ?? {}) : {};
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(file, JSON.stringify({ auths: change(auths) }, null, 2));
}
