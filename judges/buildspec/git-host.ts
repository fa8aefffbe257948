import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { JudgeAbsent } from '../judge-absent.ts';

/** Over real TLS, because nothing else is allowed to be spoken: git's own server behind a certificate of its own. */
export interface GitHost {
  readonly url: string;
  /** The same repository at an address that wants a password. */
  readonly privateUrl: string;
  readonly certificate: string;
  readonly commits: Readonly<Record<'first' | 'main' | 'side', string>>;
  stop(): Promise<void>;
}

export const gitPassword = 'signed-Zq7vK2-by-the-role';

export async function startGitHost(folder: string, program: string): Promise<GitHost> {
  mkdirSync(folder, { recursive: true });
  const key = `${folder}/key.pem`;
  const certificate = `${folder}/certificate.pem`;
  try {
    const subject = ['-subj', '/CN=127.0.0.3', '-addext', 'subjectAltName=IP:127.0.0.3'];
    run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      certificate,
      ...subject,
    ]);
  } catch (error) {
    throw new JudgeAbsent(`openssl makes no certificate: ${(error as Error).message.slice(-300)}`, { cause: error });
  }
  const commits = repository(folder, program);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (incoming, answer) => {
    void serve(incoming, answer, folder).catch(() => answer.destroy());
  });
  server.listen(0, '127.0.0.3');
  await once(server, 'listening');
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('no port is free');
  const host = `https://127.0.0.3:${at.port}`;
  return {
    url: `${host}/app.git`,
    privateUrl: `${host}/git-http/111122223333/eu-west-1/0a1b2c3d/app.git`,
    certificate,
    commits,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A tag on the first commit, a second one on main, a branch beside it, and symlinks that lead out. */
function repository(folder: string, program: string) {
  const work = `${folder}/work`;
  mkdirSync(`${work}/sub`, { recursive: true });
  const git = (...args: string[]) =>
    run('git', ['-C', work, '-c', 'user.name=judge', '-c', 'user.email=judge@example.com', ...args]);
  const commit = (text: string) => {
    writeFileSync(`${work}/name`, text);
    git('add', '--all');
    git('commit', '--quiet', '--message', text);
    return git('rev-parse', 'HEAD').trim();
  };
  git('init', '--quiet', '--initial-branch=main');
  for (const at of [work, `${work}/sub`]) {
    writeFileSync(`${at}/Dockerfile`, 'FROM scratch\nCOPY busybox name /\n');
    writeFileSync(`${at}/busybox`, readFileSync(program));
  }
  writeFileSync(`${work}/sub/name`, 'below');
  symlinkSync('/', `${work}/out`);
  symlinkSync('/etc/passwd', `${work}/Passwd`);
  symlinkSync('sub', `${work}/inside`);
  const first = commit('first');
  git('tag', '--annotate', '--message', 'one', 'v1');
  const main = commit('main');
  git('checkout', '--quiet', '-b', 'side');
  const side = commit('side');
  git('checkout', '--quiet', 'main');
  run('git', ['clone', '--quiet', '--bare', work, `${folder}/app.git`]);
  return { first, main, side };
}

async function serve(incoming: IncomingMessage, answer: ServerResponse, folder: string): Promise<void> {
  const { method = 'GET', headers } = incoming;
  const { pathname, search } = new URL(incoming.url ?? '/', 'https://git');
  const [, guard, path] = /^(\/git-http\/111122223333\/eu-west-1\/0a1b2c3d)?(\/.*)$/.exec(pathname) ?? [];
  const wanted = `Basic ${Buffer.from(`role:${gitPassword}`).toString('base64')}`;
  if (guard && headers.authorization !== wanted) {
    incoming.resume();
    answer.writeHead(401, { 'www-authenticate': 'Basic realm="connection"' });
    answer.end();
    return;
  }
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      ...(headers['content-length'] ? { CONTENT_LENGTH: headers['content-length'] } : {}),
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      REMOTE_ADDR: '127.0.0.3',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  incoming.pipe(backend.stdin);
  backend.stdin.on('error', () => {});
  const chunks: Buffer[] = [];
  for await (const chunk of backend.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const end = all.indexOf('\r\n\r\n');
  const lines = all.subarray(0, end).toString('latin1').split('\r\n');
  const fields = lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string]);
  const status = fields.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
  for (const [name, value] of fields) if (name.toLowerCase() !== 'status') answer.setHeader(name, value);
  answer.writeHead(Number.parseInt(status, 10));
  answer.end(all.subarray(end + 4));
}

/** No configuration of whoever judges gets into what is judged. */
function run(program: string, args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: '/nowhere', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
