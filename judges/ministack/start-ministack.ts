import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { JudgeAbsent } from '../judge-absent.ts';
import { judgesPython } from '../judges-python.ts';
import { freePort } from '../moto/start-moto.ts';
import { type Ask, askSigned } from './ask-signed.ts';
import { account, region, secretKey } from './owner.ts';

export interface Ministack {
  readonly endpoint: string;
  /** The certificate it made for itself. */
  readonly certificate: string;
  /** Where it would have had a custom resource answer. */
  readonly ownResponseUrl: string;
  stop(): Promise<void>;
}

/** MiniStack on a port of its own, with nothing left over from another run, and IAM as strict as it can. */
export async function startMinistack(): Promise<Ministack> {
  const python = await judgesPython(new URL('requirements.txt', import.meta.url));
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'moorage-ministack-'));
  const preload = new URL('answer-through-gateway.ts', import.meta.url).href;
  const server = spawn(python, [fileURLToPath(new URL('ministack_server.py', import.meta.url))], {
    cwd: home,
    env: {
      // It starts functions with whatever `node` is; that has to be Lambda's release, which is ours.
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: home,
      TMPDIR: home,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: region,
      MINISTACK_ACCOUNT_ID: account,
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AUTH: 'true',
      // The work bucket and the queue refuse whoever comes without TLS.
      USE_SSL: '1',
      LAMBDA_EXECUTOR: 'local',
      LOG_LEVEL: 'WARNING',
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      NODE_OPTIONS: `--import=${preload}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its functions are its children, and are to go with it.
    detached: true,
  });
  const kill = () => {
    try {
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
    rmSync(home, { recursive: true, force: true });
  };
  process.on('exit', kill);
  const gone = once(server, 'close');
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000);
  });
  const stop = async () => {
    kill();
    await gone;
  };
  const first = new Promise<string>((resolve) => {
    let printed = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const end = printed.indexOf('\n');
      if (end >= 0) resolve(printed.slice(0, end));
    });
  });
  const endpoint = `https://127.0.0.1:${port}`;
  try {
    const line = await Promise.race([first, gone.then(() => undefined), delay(60_000, undefined, { ref: false })]);
    if (line === undefined) throw new JudgeAbsent(`ministack did not start: ${said}`);
    const { responseUrl, certificateFile } = JSON.parse(line) as { responseUrl: string; certificateFile: string };
    const certificate = readFileSync(certificateFile, 'utf8');
    await untilItAnswers(endpoint, askSigned(certificate));
    return { endpoint, certificate, ownResponseUrl: responseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilItAnswers(endpoint: string, ask: Ask): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    const answer = await ask('none', { method: 'GET', url: `${endpoint}/_ministack/health` }, null).catch(() => undefined);
    if (answer?.status === 200) return;
    await delay(250);
  }
  throw new JudgeAbsent('ministack did not answer within a minute');
}
