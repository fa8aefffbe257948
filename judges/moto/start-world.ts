import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Connect } from '../../cloud/connect.ts';
import type { Run } from '../judge-of.ts';
import { connectToMoto } from './connect-to-moto.ts';
import { foreignAws } from './foreign-aws.ts';
import { installControlPlane, settings } from './install-control-plane.ts';
import { installSecrets } from './install-secrets.ts';
import type { StandIn } from './stand-in.ts';
import { buildsThatPush } from './stand-ins/builds-that-push.ts';
import { containersWithMemory } from './stand-ins/containers-with-memory.ts';
import { ingressRevoked } from './stand-ins/ingress-revoked.ts';
import { lambdaInNode } from './stand-ins/lambda-in-node.ts';
import { repositoriesEmptied } from './stand-ins/repositories-emptied.ts';
import { repositoriesWithNames } from './stand-ins/repositories-with-names.ts';
import { resourcesThatGo } from './stand-ins/resources-that-go.ts';
import { rolesRetagged } from './stand-ins/roles-retagged.ts';
import { servicesThatRunTasks } from './stand-ins/services-that-run-tasks.ts';
import { servicesUpdatedInOrder } from './stand-ins/services-updated-in-order.ts';
import { stackEventsWithTokens } from './stand-ins/stack-events-with-tokens.ts';
import { taskDefinitionsUpdated } from './stand-ins/task-definitions-updated.ts';
import { freePort, startMoto } from './start-moto.ts';

export interface World {
  /** moto itself. */
  readonly moto: Connect;
  /** moto itself, in a region where nothing is. */
  readonly elsewhere: Connect;
  readonly standIns: readonly StandIn[];
  /** ARNs of the secrets the examples name, offered to everybody. */
  readonly secrets: Readonly<Record<string, string>>;
  /** One request, through the Api function. */
  request(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
  stop(): Promise<void>;
}

/** moto with our control plane in it, the stand-ins in front of it, and the functions in a process that knows nothing of either. */
export async function startWorld({ say }: Run, without: (standIn: StandIn) => boolean = () => false): Promise<World> {
  const frontPort = await freePort();
  const server = await startMoto({ frontPort, pace: 5 });
  const moto = connectToMoto(server.endpoint);
  await installControlPlane(moto);
  const secrets = await installSecrets(moto);

  const host = spawn(process.execPath, [fileURLToPath(new URL('lambda-host.ts', import.meta.url))], {
    env: {
      PATH: process.env.PATH,
      ...settings,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${frontPort}`,
      AWS_ACCESS_KEY_ID: 'AKIAJUDGE',
      AWS_SECRET_ACCESS_KEY: 'judge',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.on('exit', () => host.kill('SIGKILL'));
  host.stderr.setEncoding('utf8').on('data', (text: string) => say(text.trim()));
  const died = once(host, 'exit').then(([code]) =>
    Promise.reject(new Error(`the functions' process ended with ${code} before it listened`)),
  );
  const [port] = (await Promise.race([once(host.stdout.setEncoding('utf8'), 'data'), died])) as [string];
  died.catch(() => undefined);
  const hostEndpoint = `http://127.0.0.1:${port.trim()}`;

  const standIns = [
    lambdaInNode(hostEndpoint, server.endpoint),
    servicesThatRunTasks(moto),
    servicesUpdatedInOrder(moto),
    stackEventsWithTokens(moto),
    repositoriesWithNames(moto),
    containersWithMemory(moto),
    taskDefinitionsUpdated(moto),
    repositoriesEmptied(moto),
    ingressRevoked(moto),
    rolesRetagged(moto),
    resourcesThatGo(moto),
    buildsThatPush(moto),
  ];
  const front = foreignAws(
    server.endpoint,
    standIns.filter((standIn) => !without(standIn)),
    say,
  ).listen(frontPort, '127.0.0.1');
  await once(front, 'listening');

  return {
    moto,
    elsewhere: connectToMoto(server.endpoint, 'ap-southeast-2'),
    standIns,
    secrets,
    async request(method, path, body) {
      const event = {
        version: '2.0',
        rawQueryString: '',
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        requestContext: {
          http: { method, path },
          authorizer: { iam: { userArn: `arn:aws:iam::123456789012:user/judge` } },
        },
      };
      const answer = await fetch(`${hostEndpoint}/2015-03-31/functions/moorage-Api/invocations`, {
        method: 'POST',
        body: JSON.stringify(event),
      });
      const { statusCode, body: text } = (await answer.json()) as { statusCode: number; body: string };
      return { status: statusCode, body: JSON.parse(text) as unknown };
    },
    async stop() {
      front.closeAllConnections();
      front.close();
      host.kill('SIGKILL');
      await server.stop();
    },
  };
}
