import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { JudgeAbsent } from '../judge-absent.ts';
import { judgesPython } from '../judges-python.ts';

export interface Moto {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface Engine {
  /** Where moto's state machines find Lambda: whoever is in front of moto. */
  readonly frontPort: number;
  /** How many times sooner their waits and timeouts pass. */
  readonly pace: number;
}

/** moto's server on a port of its own. With an engine it runs state machines; without one it only remembers that they were started. */
export async function startMoto(engine?: Engine): Promise<Moto> {
  const python = await judgesPython();
  const program = engine ? [fileURLToPath(new URL('moto_server.py', import.meta.url))] : ['-m', 'moto.server'];
  const server = spawn(python, [...program, '-H', '127.0.0.1', '-p', '0'], {
    env: {
      PATH: process.env.PATH,
      // The same order of chance in every run.
      PYTHONHASHSEED: '7',
      ...(engine ? { MOTO_PACE: String(engine.pace), MOTO_PORT: String(engine.frontPort) } : {}),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const gone = once(server, 'close');
  // However the judge ends, nobody is left behind.
  process.on('exit', () => server.kill('SIGKILL'));
  const stop = async () => {
    server.kill('SIGKILL');
    await gone;
  };
  let said = '';
  const endpoint = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new JudgeAbsent(`moto did not start within a minute: ${said}`)), 60_000);
    server.on('close', () => reject(new JudgeAbsent(`moto did not start: ${said}`)));
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
      const found = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    });
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (engine) await prepare(endpoint);
  return { endpoint, stop };
}

async function prepare(endpoint: string): Promise<void> {
  const post = (path: string, body: object) =>
    fetch(`${endpoint}/moto-api/${path}`, { method: 'POST', body: JSON.stringify(body) });
  await post('config', { stepfunctions: { execute_state_machine: true } });
  // Else a task moves one state on towards STOPPED whenever somebody looks at it.
  await post('state-manager/set-transition', {
    model_name: 'ecs::task',
    transition: { progression: 'manual', times: 1_000_000 },
  });
}

/** A port nobody listens on just now: moto has to be told where Lambda is before anybody can listen there. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('no port is free');
  return address.port;
}
