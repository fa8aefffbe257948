import { makeDynamoDb } from '../../local/dynamodb.ts';
import { type EmbeddedOptions, makeEmbedded } from '../../local/embedded.ts';
import { seedSecret } from '../../local/seed-secret.ts';
import type { Accepted, EnvironmentView, OperationView, Problem } from '../../schemas/gen/api.types.ts';

export const dockerHubSecret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dockerhub-Ab12Cd';

export interface HttpAnswer<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: T;
}

/**
 * The service with a clock moved by hand. Requests go through the real API function, time only passes in `until`, and it
 * never passes while anything of ours is running.
 */
export async function givenWorld(options: Partial<EmbeddedOptions> = {}) {
  const dynamo = options.dynamo ?? makeDynamoDb();
  const embedded = await makeEmbedded({ seed: 7, ...options, dynamo });
  const { region } = embedded;
  seedSecret(region, dockerHubSecret, { username: 'moorage-ci', password: 'correct horse "battery" $(staple)' });
  seedSecret(region, dockerHubSecret.replace('dockerhub', 'shop-db'), { password: 'swordfish' });
  let requests = 0;

  const idle = async () => {
    // Twice: what ends in this turn of the event loop may begin something in the next.
    do await new Promise(setImmediate);
    while (region.running() > 0 || requests > 0);
  };
  const request = async <T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<HttpAnswer<T>> => {
    requests += 1;
    try {
      const [pathname = '', rawQueryString = ''] = path.split('?');
      const event = {
        version: '2.0',
        rawQueryString,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        requestContext: {
          http: { method, path: pathname },
          authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:user/ada' } },
        },
      };
      const answer = (await embedded.answer(event)) as {
        statusCode: number;
        headers: Record<string, string>;
        body: string;
      };
      const json = /json/.test(answer.headers['content-type'] ?? '');
      return { status: answer.statusCode, headers: answer.headers, body: (json ? JSON.parse(answer.body) : answer.body) as T };
    } finally {
      requests -= 1;
    }
  };
  /** Lets simulated time pass until the condition holds; fails when it does not within so many simulated minutes. */
  const until = async (holds: () => boolean | Promise<boolean>, minutes = 240) => {
    const limit = region.state.now + minutes * 60_000;
    for (;;) {
      await idle();
      if (await holds()) return;
      const next = region.nextTimerAt();
      if (next === undefined || next > limit) throw new Error(`it did not happen within ${minutes} simulated minutes`);
      region.fireNext();
    }
  };
  /** Lets so many simulated minutes pass, whatever happens in them. */
  const passes = async (minutes: number) => {
    const limit = region.state.now + minutes * 60_000;
    for (;;) {
      await idle();
      const next = region.nextTimerAt();
      if (next === undefined || next > limit) return;
      region.fireNext();
    }
  };
  const operation = async (id: string) => (await request<OperationView>('GET', `/operations/${id}`)).body;

  return {
    ...embedded,
    dynamo,
    request,
    idle,
    until,
    passes,
    operation,
    /** Opens an operation and answers with its id. */
    put: async (name: string, spec: object, headers?: Record<string, string>) => {
      const answer = await request<Accepted & Problem>('PUT', `/environments/${name}`, spec, headers);
      if (answer.status !== 202) throw new Error(`PUT was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body.operation;
    },
    environment: async (name: string) => (await request<EnvironmentView>('GET', `/environments/${name}`)).body,
    /** Lets time pass until the operation is over. */
    ended: async (id: string, minutes?: number): Promise<OperationView> => {
      let polls = 0;
      // Asking costs more than a timer: look at every twentieth.
      await until(async () => {
        polls += 1;
        return polls % 20 === 0 && /SUCCEEDED|FAILED|CANCELLED/.test((await operation(id)).status);
      }, minutes);
      return operation(id);
    },
  };
}
export type TestWorld = Awaited<ReturnType<typeof givenWorld>>;
