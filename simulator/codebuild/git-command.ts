import { defineCommand, type ExecResult, type IFileSystem } from 'just-bash';
import { commitOf, hostOf, repositoryAt } from '../git/git.ts';
import type { GitRepository, GitState } from '../git/git-state.ts';
import type { Context } from '../service.ts';
import { failure, output } from './command-line.ts';
import type { RoleOf } from './role-of.ts';

interface Call {
  readonly verb: string;
  readonly options: readonly string[];
  readonly words: readonly string[];
  /** `-C` and the configuration of `-c`, which come before the verb. */
  readonly folder: string;
  readonly config: Readonly<Record<string, string>>;
}

const withValue = new Set(['--depth', '-b', '--branch', '--origin', '-o', '--template']);

/** git as far as a build fetches one commit: init, fetch, clone, checkout, rev-parse. Its errors are GitHub's and git's own. */
export const gitCommand = (context: Context, role: RoleOf) =>
  defineCommand('git', async (args, { fs, cwd, env }) => {
    const call = read(args, fs, cwd);
    if (call.verb === '--version') return output('git version 2.47.1\n');
    const allowed = env.get('GIT_ALLOW_PROTOCOL');
    const find = (url: string) => found(url, call, allowed, context, role);
    const [first = '', second] = call.words;
    switch (call.verb) {
      case 'init':
        await fs.mkdir(`${fs.resolvePath(call.folder, first || '.')}/.git`, { recursive: true });
        return output('');
      case 'fetch': {
        const answer = find(first);
        if ('exitCode' in answer) return answer;
        const ref = second ?? 'HEAD';
        const commit = commitOf(answer, ref);
        if (!commit)
          return failure(
            /^[0-9a-f]{40}$/.test(ref)
              ? `fatal: remote error: upload-pack: not our ref ${ref}`
              : `fatal: couldn't find remote ref ${ref}`,
            128,
          );
        await fs.writeFile(`${call.folder}/.git/FETCH_HEAD`, `${commit}\t\t'${ref}' of ${first}\n`);
        await fs.writeFile(`${call.folder}/.git/objects.json`, JSON.stringify(answer.commits[commit]));
        return output('');
      }
      case 'clone': {
        const answer = find(first);
        if ('exitCode' in answer) return answer;
        const at = call.options.findIndex((option) => option === '-b' || option === '--branch');
        const branch = at < 0 ? undefined : call.options[at + 1];
        const commit = commitOf(answer, branch ?? 'HEAD');
        if (!commit || (branch && /^[0-9a-f]{40}$/.test(branch)))
          return failure(
            `warning: Could not find remote branch ${branch} to clone.\nfatal: Remote branch ${branch} not found in upstream origin`,
            128,
          );
        const folder = second ?? first.replace(/\.git$/, '').replace(/^.*\//, '');
        await write(fs, fs.resolvePath(call.folder, folder), answer.commits[commit] ?? { files: {}, links: {} });
        await fs.writeFile(`${fs.resolvePath(call.folder, folder)}/.git/HEAD`, `${commit}\n`);
        return output('', `Cloning into '${folder}'...\n`);
      }
      case 'checkout': {
        const head = await fs.readFile(`${call.folder}/.git/${first}`).catch(() => undefined);
        if (head === undefined) return failure(`error: pathspec '${first}' did not match any file(s) known to git`, 1);
        await write(fs, call.folder, JSON.parse(await fs.readFile(`${call.folder}/.git/objects.json`)));
        await fs.writeFile(`${call.folder}/.git/HEAD`, `${head.slice(0, 40)}\n`);
        return output('');
      }
      case 'rev-parse': {
        const head = await fs.readFile(`${call.folder}/.git/${first}`).catch(() => undefined);
        return head === undefined
          ? failure('fatal: not a git repository (or any of the parent directories): .git', 128)
          : output(`${head.slice(0, 40)}\n`);
      }
      default:
        return failure(`git: '${call.verb}' is not a git command the simulator knows.`);
    }
  });

function read(args: readonly string[], fs: IFileSystem, cwd: string): Call {
  const config: Record<string, string> = {};
  let folder = cwd;
  let at = 0;
  for (; args[at] === '-C' || args[at] === '-c'; at += 2) {
    const value = args[at + 1] ?? '';
    if (args[at] === '-C') folder = fs.resolvePath(folder, value);
    else config[value.split('=')[0]?.toLowerCase() ?? ''] = value.slice(value.indexOf('=') + 1);
  }
  const verb = args[at] ?? '';
  const options: string[] = [];
  const words: string[] = [];
  for (at += 1; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-')) words.push(word);
    else if (withValue.has(word)) {
      options.push(word, args[at + 1] ?? '');
      at += 1;
    } else options.push(word);
  }
  return { verb, options, words, folder, config };
}

function found(
  url: string,
  { config }: Call,
  allowed: string | undefined,
  context: Context,
  role: RoleOf,
): GitRepository | ExecResult {
  const scheme = /^(\w+):\/\//.exec(url)?.[1] ?? 'file';
  if (allowed !== undefined && !allowed.split(':').includes(scheme))
    return failure(`fatal: transport '${scheme}' not allowed`, 128);
  const answer = repositoryAt(url, context);
  const shown = url.replace(/\/*$/, '/');
  const connection =
    /^https:\/\/(codeconnections|codestar-connections)\.([a-z0-9-]+)\.amazonaws\.com\/git-http\/(\d+)\/[^/]+\/([^/]+)\//.exec(
      url,
    );
  if (connection) {
    const [, service, region, account, id] = connection;
    // The helper signs for the address it is asked about, and that is all of a URL only with UseHttpPath.
    const signs =
      /^!aws .*codecommit credential-helper/.test(config['credential.helper'] ?? '') &&
      config['credential.usehttppath'] === 'true';
    if (!signs) return failure(`fatal: could not read Username for 'https://${hostOf(url)}': terminal prompts disabled`, 128);
    const resource = `arn:${context.partition}:${service}:${region}:${account}:connection/${id}`;
    if (
      answer.kind !== 'found' ||
      !role.may(`${service}:UseConnection`, resource, context.state<GitState>('Git').connections[resource])
    )
      return failure(`fatal: unable to access '${shown}': The requested URL returned error: 403`, 128);
  }
  if (answer.kind === 'found') return answer.repository;
  // A host says the same of what is private and of what is not there.
  if (answer.kind === 'private')
    return failure(`fatal: could not read Username for 'https://${hostOf(url)}': terminal prompts disabled`, 128);
  return failure(`fatal: unable to access '${shown}': Could not resolve host: ${hostOf(url)}`, 128);
}

async function write(
  fs: IFileSystem,
  folder: string,
  { files, links }: { readonly files: Readonly<Record<string, string>>; readonly links: Readonly<Record<string, string>> },
): Promise<void> {
  const parent = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/';
  await fs.mkdir(`${folder}/.git`, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await fs.mkdir(parent(`${folder}/${path}`), { recursive: true });
    await fs.writeFile(`${folder}/${path}`, text);
  }
  for (const [path, to] of Object.entries(links)) {
    await fs.mkdir(parent(`${folder}/${path}`), { recursive: true });
    await fs.symlink(to, `${folder}/${path}`);
  }
}
