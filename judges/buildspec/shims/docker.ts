import { readFileSync } from 'node:fs';
import { hubKey, readAuths, writeAuths } from './docker-config.ts';
import { DockerEngine } from './docker-engine.ts';
import { readOptions, Unknown } from './read-options.ts';
import { record, refuse } from './shim-state.ts';

/** The docker client of the build, as far as the buildspec uses it. Whatever else it is asked it refuses, and says so to the judge. */
const [folder = '', ...argv] = process.argv.slice(2);
const home = process.env.HOME ?? '/nowhere';
const engine = new DockerEngine(folder, home);
record(folder, ['docker', ...argv]);
try {
  await run();
} catch (error) {
  const { name, message } = error as Error;
  if (name === 'Unknown') refuse(folder, ['docker', ...argv], message);
  console.error(message);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const [verb = '', second = ''] = argv;
  const words = verb === 'buildx' && second === 'imagetools' ? 3 : verb === 'buildx' || verb === 'image' ? 2 : 1;
  const rest = argv.slice(words);
  switch (argv.slice(0, words).join(' ')) {
    case 'login': {
      const { words, all } = readOptions(
        rest,
        { username: 'value', password: 'value', 'password-stdin': 'flag' },
        { u: 'username', p: 'password' },
      );
      return login(atMost(1, words)[0], last(all.username), last(all.password), all['password-stdin'] !== undefined);
    }
    case 'logout': {
      const [host] = atMost(1, readOptions(rest, {}).words);
      const { [host ?? hubKey]: _gone, ...kept } = readAuths(home);
      writeAuths(home, kept);
      return void console.log(`Removing login credentials for ${host ?? hubKey}`);
    }
    case 'buildx build': {
      const values = { provenance: 'value', sbom: 'value', platform: 'value', file: 'value', tag: 'value' } as const;
      const kinds = { load: 'flag', 'build-arg': 'value', target: 'value', ...values } as const;
      const { words, all } = readOptions(rest, kinds, { f: 'file', t: 'tag' });
      const [context = '', ...more] = words;
      if (!context || more.length > 0) throw new Error('ERROR: "docker buildx build" requires exactly 1 argument.');
      // An attestation makes an index of what is pushed, and this engine makes none: it must be asked for none.
      if (last(all.load) !== 'true' || last(all.provenance) !== 'false' || last(all.sbom) !== 'false')
        throw new Unknown('a build that is not loaded, or with attestations');
      const [platform, file, tag] = [last(all.platform), last(all.file), last(all.tag)];
      if (platform === undefined || file === undefined || tag === undefined)
        throw new Unknown('a build without platform, file or tag');
      return engine.build({ context, file, tag, platform, target: last(all.target), args: all['build-arg'] ?? [] });
    }
    case 'buildx imagetools inspect': {
      const { words, all } = readOptions(rest, { raw: 'flag', format: 'value', builder: 'value' });
      const [name = '', ...more] = words;
      if (!name || more.length > 0) throw new Error('ERROR: "docker buildx imagetools inspect" requires exactly 1 argument.');
      // Anything else reads more of the registry than this engine would.
      if (last(all.raw) !== 'true' || all.format || all.builder) throw new Unknown('a look at a registry that is not raw');
      return void process.stdout.write(await engine.manifest(name));
    }
    case 'pull': {
      const { words, all } = readOptions(
        rest,
        { platform: 'value', 'all-tags': 'flag', quiet: 'flag' },
        { a: 'all-tags', q: 'quiet' },
      );
      if (all['all-tags'] || all.quiet) throw new Unknown('options of pull nobody meant');
      return engine.pull(exactly(1, words)[0] ?? '', last(all.platform) ?? 'linux/amd64');
    }
    case 'tag': {
      const [source = '', target = ''] = exactly(2, readOptions(rest, {}).words);
      return engine.tag(source, target);
    }
    case 'push':
      return engine.push(exactly(1, readOptions(rest, {}).words)[0] ?? '');
    case 'image inspect': {
      const { words, all } = readOptions(rest, { format: 'value' }, { f: 'format' });
      const { architecture, repoDigests } = engine.facts(exactly(1, words)[0] ?? '');
      const format = last(all.format);
      if (format === '{{.Architecture}}') return void console.log(architecture);
      if (format === '{{json .RepoDigests}}') return void console.log(JSON.stringify(repoDigests));
      if (format !== '{{index .RepoDigests 0}}') throw new Unknown('a format');
      if (repoDigests.length === 0) throw new Error('template parsing error: index out of range');
      return void console.log(repoDigests[0]);
    }
    default:
      throw new Unknown('a command');
  }
}

async function login(
  host: string | undefined,
  username: string | undefined,
  given: string | undefined,
  fromStdin: boolean,
): Promise<void> {
  if (!username && fromStdin) throw new Error('Must provide --username with --password-stdin');
  if (given !== undefined && fromStdin) throw new Error('--password and --password-stdin are mutually exclusive');
  const password = fromStdin ? readFileSync(0, 'utf8').replace(/\n$/, '').replace(/\r$/, '') : given;
  if (!username || !password) throw new Error('Error: Cannot perform an interactive login from a non TTY device');
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const at = engine.hostOf(host ?? 'docker.io');
  const answer = await fetch(`http://${at}/v2/`, { headers: { authorization: `Basic ${auth}` } });
  if (!answer.ok) throw new Error(`Error response from daemon: Get "http://${at}/v2/": ${answer.status} ${await answer.text()}`);
  writeAuths(home, { ...readAuths(home), [host ?? hubKey]: { auth } });
  console.error(`WARNING! Your password will be stored unencrypted in ${home}/.docker/config.json.`);
  console.log('Login Succeeded');
}

function last(values: readonly string[] | undefined): string | undefined {
  return values?.at(-1);
}

function atMost(count: number, words: readonly string[]): readonly string[] {
  if (words.length > count) throw new Error(`"docker ${argv[0]}" requires at most ${count} arguments.`);
  return words;
}

function exactly(count: number, words: readonly string[]): readonly string[] {
  if (words.length !== count) throw new Error(`"docker ${argv[0]}" requires exactly ${count} arguments.`);
  return words;
}
