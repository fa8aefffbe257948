import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeployedFunction } from './deployed-functions.ts';
import { lambdaEnvironment } from './lambda-environment.ts';

export type Answer =
  | { readonly returned: unknown }
  | { readonly threw: { readonly errorType: string; readonly errorMessage: string } }
  | { readonly died: string };

export interface Sandbox {
  /** One invocation; the first one is the cold start. */
  readonly invoke: (event: object) => Promise<Answer>;
  readonly end: () => Promise<void>;
  /** Milliseconds from the start of the process until it asked for its first event, and until it answered it. */
  readonly times: () => { readonly ready?: number; readonly answered?: number };
  /** The most memory the process had, where the system tells. */
  readonly peakMb: () => number | undefined;
}

/** Of a cold start on a slow machine; a function has its own time on top. */
const startMs = 30_000;

/**
 * Lambda's side of its documented Runtime API (runtimes-api.html) around a fresh process: AWS's own runtime, in the
 * function's folder, with Lambda's environment variables and no others.
 */
export async function openSandbox(
  taskRoot: string,
  deployed: DeployedFunction,
  runtime: string,
  endpoint: string,
): Promise<Sandbox> {
  const began = performance.now();
  let asking: ServerResponse | undefined;
  let waiting: { readonly id: string; readonly event: object; readonly resolve: (answer: Answer) => void } | undefined;
  let ready: number | undefined;
  let answered: number | undefined;
  let died: string | undefined;
  let peak: number | undefined;
  let count = 0;

  const settle = (answer: Answer) => {
    answered ??= performance.now() - began;
    const { resolve } = waiting ?? {};
    waiting = undefined;
    resolve?.(answer);
  };
  const hand = () => {
    if (!asking || !waiting) return;
    asking.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': waiting.id,
      'lambda-runtime-deadline-ms': String(Date.now() + deployed.timeoutSeconds * 1000),
      'lambda-runtime-invoked-function-arn': `arn:aws:lambda:eu-west-1:123456789012:function:${deployed.name}:1`,
      'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
    });
    asking.end(JSON.stringify(waiting.event));
    asking = undefined;
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') {
      ready ??= performance.now() - began;
      asking = response;
      return hand();
    }
    const body: unknown = JSON.parse((await textOf(request)) || 'null');
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    if (path === 'init/error') died = `it could not be loaded: ${JSON.stringify(body).slice(0, 500)}`;
    else if (path === `invocation/${waiting?.id}/response`) settle({ returned: body });
    else if (path === `invocation/${waiting?.id}/error`) settle({ threw: body as { errorType: string; errorMessage: string } });
  });
  // The loader keeps its connection, however long a function takes: by default it would be cut after five seconds.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const env = lambdaEnvironment({ taskRoot, deployed, endpoint, runtimeApi: `127.0.0.1:${port}` });
  // Lambda bounds the heap by the function's memory; what is left is for buffers and code.
  const heap = `--max-old-space-size=${Math.floor(deployed.memoryMb * 0.9)}`;
  const child = spawn(process.execPath, ['--expose-gc', heap, runtime], {
    cwd: taskRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
  const gone = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      died ??= `its process ended with ${signal ?? code}: ${said.trim().slice(-400) || 'it said nothing'}`;
      settle({ died });
      resolve();
    });
  });
  const look = () => {
    peak = Math.max(peak ?? 0, peakOf(child.pid) ?? 0) || undefined;
  };

  return {
    invoke: async (event) => {
      if (died !== undefined) return { died };
      count += 1;
      const answer = await new Promise<Answer>((resolve) => {
        const id = `8476a536-e9f4-11e8-9739-${String(count).padStart(12, '0')}`;
        const late = setTimeout(
          () => settle({ died: `no answer: ${said.trim().slice(-400) || 'it said nothing'}` }),
          deployed.timeoutSeconds * 1000 + startMs,
        );
        waiting = {
          id,
          event,
          resolve: (given) => {
            clearTimeout(late);
            resolve(given);
          },
        };
        hand();
      });
      look();
      return answer;
    },
    end: async () => {
      child.kill('SIGKILL');
      await gone;
      server.closeAllConnections();
      server.close();
    },
    times: () => ({ ...(ready === undefined ? {} : { ready }), ...(answered === undefined ? {} : { answered }) }),
    peakMb: () => peak,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}
