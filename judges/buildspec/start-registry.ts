import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { JudgeAbsent } from '../judge-absent.ts';

export interface Account {
  readonly username: string;
  readonly password: string;
}
export interface Registry {
  readonly host: string;
  /** Whoever may do everything in it: the judge itself. */
  readonly owner: Account;
  stop(): Promise<void>;
}

/** Debian's docker-registry with accounts, so that a login is really asked for and a wrong password really refused. */
export async function startRegistry(folder: string, accounts: readonly Account[]): Promise<Registry> {
  const [owner] = accounts;
  if (!owner) throw new Error('a registry needs an account');
  mkdirSync(folder, { recursive: true });
  const host = `127.0.0.1:${await freePort('127.0.0.1')}`;
  writeFileSync(`${folder}/htpasswd`, accounts.map((account) => `${account.username}:${bcrypt(account.password)}\n`).join(''));
  const config = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: `${folder}/storage` } },
    auth: { htpasswd: { realm: 'judge', path: `${folder}/htpasswd` } },
    http: { addr: host, relativeurls: true },
  };
  writeFileSync(`${folder}/config.yml`, JSON.stringify(config));
  const server = spawn('docker-registry', ['serve', `${folder}/config.yml`], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH },
  });
  const gone = once(server, 'close');
  const kill = () => server.kill('SIGKILL');
  // However the judge ends, nobody is left behind.
  process.on('exit', kill);
  const stop = async () => {
    process.off('exit', kill);
    kill();
    await gone;
  };
  for (let patience = 100; patience > 0; patience -= 1) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer?.status === 401) return { host, owner, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new JudgeAbsent('docker-registry did not start within ten seconds');
}

/** The only hash the registry takes. The C library has it, and perl is the way to the C library that is always there. */
function bcrypt(password: string): string {
  const program = 'undef $/; binmode STDIN; print crypt(<STDIN>, q($2b$04$abcdefghijklmnopqrstuu))';
  return execFileSync('perl', ['-e', program], { input: password, encoding: 'utf8' });
}

export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const at = server.address();
  server.close();
  if (typeof at !== 'object' || at === null) throw new Error('no port is free');
  return at.port;
}
