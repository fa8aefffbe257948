import { once } from 'node:events';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { machines } from '../../functions/catalog.ts';
import { definitionOf, type MachineName } from '../definition-of.ts';
import { connectToMoto, motoAccount, motoRegion } from '../moto/connect-to-moto.ts';
import { foreignAws } from '../moto/foreign-aws.ts';
import type { StandIn } from '../moto/stand-in.ts';
import { freePort, startMoto } from '../moto/start-moto.ts';
import { jsonOf } from '../moto/wire.ts';
import { handedOver } from './handed-over.ts';
import type { Interpreter } from './interpreter.ts';
import type { Reply } from './script.ts';
import { scriptedFunctions } from './scripted-functions.ts';
import { entriesOf, topOf } from './trace.ts';

const arnOf = (kind: 'stateMachine' | 'execution', name: string) => `arn:aws:states:${motoRegion}:${motoAccount}:${kind}:${name}`;
/** A look's 20 s become 3: long enough for a busy machine, because the functions answer at once. */
const pace = 6;

/** moto's interpreter, in a process of its own; executions run side by side. */
export async function inMoto(say: (line: string) => void): Promise<Interpreter> {
  const running = new Map<string, ReturnType<typeof scriptedFunctions>>();
  const port = await freePort();
  const moto = await startMoto({ frontPort: port, pace });
  const client = connectToMoto(moto.endpoint)(SFNClient);
  const functions: StandIn = {
    lacks: 'runs Lambda functions in Docker only',
    stillNeeded: async () => true,
    async handle(call, next) {
      if (call.service !== 'Lambda') return next();
      const functionName = /\/functions\/([^/]+)\/invocations/.exec(decodeURIComponent(call.path))?.[1] ?? '';
      const payload = jsonOf(call);
      const reply = running.get(String(payload.operationId))?.next({ functionName, payload }) ?? 'silence';
      await answer(client, reply, String(payload.token));
      const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '1' };
      if (reply !== 'silence' && 'throws' in reply) {
        const body = JSON.stringify({ errorType: reply.throws, errorMessage: 'scripted', trace: [] });
        return { status: 200, headers: { ...headers, 'x-amz-function-error': 'Unhandled' }, body: Buffer.from(body) };
      }
      const value = reply !== 'silence' && 'returns' in reply ? reply.returns : {};
      return { status: 200, headers, body: Buffer.from(JSON.stringify(value)) };
    },
  };
  const lambda = foreignAws(moto.endpoint, [functions], say).listen(port, '127.0.0.1');
  await once(lambda, 'listening');
  const roleArn = `arn:aws:iam::${motoAccount}:role/any`;
  for (const [machine, { name }] of Object.entries(machines))
    await client.send(
      new CreateStateMachineCommand({
        name,
        definition: definitionOf(machine as MachineName, motoAccount, handedOver.name),
        roleArn,
      }),
    );
  await client.send(new CreateStateMachineCommand({ ...handedOver, roleArn }));

  return {
    name: "moto's interpreter",
    countsRetries: true,
    async stop() {
      lambda.closeAllConnections();
      lambda.close();
      await moto.stop();
    },
    async run(scenario, operationId) {
      const scripted = scriptedFunctions(scenario);
      running.set(operationId, scripted);
      const { name } = machines[scenario.machine];
      await client.send(
        new StartExecutionCommand({
          stateMachineArn: arnOf('stateMachine', name),
          name: operationId,
          input: JSON.stringify({ operationId }),
        }),
      );
      const executionArn = arnOf('execution', `${name}:${operationId}`);
      const limit = Date.now() + 120_000;
      let status = 'RUNNING';
      while (status === 'RUNNING' && Date.now() < limit) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        status = (await client.send(new DescribeExecutionCommand({ executionArn }))).status ?? '';
      }
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, nextToken }));
        events.push(...(page.events ?? []));
        nextToken = page.nextToken;
      } while (nextToken);
      const begun = await client
        .send(new DescribeExecutionCommand({ executionArn: arnOf('execution', `${handedOver.name}:${operationId}-c`) }))
        .catch(() => undefined);
      return {
        status,
        ...entriesOf(
          events.flatMap((event) => event.stateEnteredEventDetails?.name ?? []),
          topOf(definitionOf(scenario.machine, motoAccount, handedOver.name)),
        ),
        invoked: scripted.invoked(),
        ...(begun?.input ? { handedOver: JSON.parse(begun.input) as unknown } : {}),
      };
    },
  };
}

async function answer(client: SFNClient, reply: Reply, taskToken: string): Promise<void> {
  if (reply === 'silence') return;
  if ('succeeds' in reply) await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(reply.succeeds) }));
  if ('fails' in reply) await client.send(new SendTaskFailureCommand({ taskToken, error: reply.fails, cause: 'scripted' }));
}
