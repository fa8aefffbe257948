import { createHash } from 'node:crypto';
import type { Context, Service } from '../service.ts';
import type { GitRepository, GitState } from './git-state.ts';

interface Pushed {
  readonly url: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly files: Record<string, string>;
  readonly links?: Record<string, string>;
}

/** The git hosts of the world outside. No API of AWS: whoever sets up a world pushes into it. */
export const git: Service = {
  name: 'Git',
  empty: (): GitState => ({ repositories: {}, connections: {}, commits: 0 }),
  timers: {},
  operations: {
    /** A commit of exactly these files, on a branch, and under a tag if one is named. The first branch is the default one. */
    Push({ url, branch = 'main', tag, files, links = {} }: Pushed, context) {
      const state = context.state<GitState>('Git');
      const name = withoutSuffix(url);
      const repository = state.repositories[name] ?? { url: name, head: branch, branches: {}, tags: {}, commits: {} };
      state.repositories[name] = repository;
      state.commits += 1;
      const commit = createHash('sha1')
        .update(JSON.stringify([state.commits, files, links]))
        .digest('hex');
      repository.commits[commit] = { files, links };
      repository.branches[branch] = commit;
      if (tag) repository.tags[tag] = commit;
      return { commit };
    },
    /** A connection whose handshake with the host is over. */
    Connect({ tags = {} }: { tags?: Record<string, string> }, context) {
      const arn = `arn:${context.partition}:codeconnections:${context.region}:${context.account}:connection/${context.uuid()}`;
      context.state<GitState>('Git').connections[arn] = tags;
      return { ConnectionArn: arn };
    },
    /** From now on only through these connections. */
    MakePrivate({ url, connections = [] }: { url: string; connections?: string[] }, context) {
      const repository = context.state<GitState>('Git').repositories[withoutSuffix(url)];
      if (!repository) throw new Error(`no repository ${url}`);
      repository.connections = connections;
      return {};
    },
  },
};

/** What the host answers that URL with: the repository, a demand for a password, or nothing, because there is no such host. */
export function repositoryAt(
  url: string,
  context: Context,
): { readonly kind: 'found'; readonly repository: GitRepository } | { readonly kind: 'private' | 'no-host' | 'no-way' } {
  const { repositories } = context.state<GitState>('Git');
  const [, service, region, account, id, path] =
    /^https:\/\/(codeconnections|codestar-connections)\.([a-z0-9-]+)\.amazonaws\.com\/git-http\/(\d{12})\/\2\/([a-f0-9-]+)\/(.+)$/i.exec(
      withoutSuffix(url),
    ) ?? [];
  if (service) {
    const arn = `arn:${context.partition}:${service}:${region}:${account}:connection/${id}`;
    const found = Object.values(repositories).find(
      (one) => new URL(one.url).pathname === `/${path}` && one.connections?.includes(arn),
    );
    return found ? { kind: 'found', repository: found } : { kind: 'no-way' };
  }
  const repository = repositories[withoutSuffix(url)];
  if (repository && !repository.connections) return { kind: 'found', repository };
  const host = hostOf(url);
  const isKnown = wellKnown.has(host) || Object.keys(repositories).some((known) => hostOf(known) === host);
  return { kind: isKnown ? 'private' : 'no-host' };
}

/** A branch, a tag or a commit's full hash, a tag before a branch (gitrevisions); none: the default branch. */
export function commitOf({ head, branches, tags, commits }: GitRepository, ref: string): string | undefined {
  if (ref === 'HEAD') return branches[head];
  const plain = ref.replace(/^\+/, '');
  if (commits[plain]) return plain;
  return tags[plain.replace(/^refs\/tags\//, '')] ?? branches[plain.replace(/^refs\/heads\//, '')];
}

const wellKnown = new Set(['github.com', 'gitlab.com', 'bitbucket.org']);
const withoutSuffix = (url: string) => url.replace(/\/+$/, '').replace(/\.git$/, '');
export const hostOf = (url: string) => url.replace(/^\w+:\/\//, '').replace(/[/:].*$/s, '');
