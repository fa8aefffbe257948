import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import type { World } from '../deployed.ts';
import { atRest, createFrom } from './parent-stack.ts';
import type { SentEvent } from './sent-event.ts';

export interface Between {
  /** What a parent stack has for a ServiceToken. */
  readonly token: string;
  stop(): void;
}

const code = `exports.handler = (event) =>
  fetch(process.env.JUDGE, { method: 'POST', body: JSON.stringify(event) }).then(({ ok }) => {
    if (!ok) throw new Error('the judge does not take it');
  });`;

/** A Lambda of the judge's own in MiniStack: it hands over every event it is sent, and returns when that is taken. */
export async function standBetween(world: World, take: (event: SentEvent) => void | Promise<void>): Promise<Between> {
  const listener = createServer(async (incoming, outgoing) => {
    const event = JSON.parse(await text(incoming)) as SentEvent;
    await Promise.resolve(take(event)).catch(() => outgoing.writeHead(500));
    outgoing.end();
  }).listen(0, '127.0.0.1');
  listener.unref();
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const Role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] } },
  };
  const Between = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: code },
      Environment: { Variables: { JUDGE: `http://127.0.0.1:${port}/` } },
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    },
  };
  const Outputs = { Token: { Value: { 'Fn::GetAtt': ['Between', 'Arn'] } } };
  const id = await createFrom(world, 'between', JSON.stringify({ Resources: { Role, Between }, Outputs }));
  const { status, outputs, reasons } = await atRest(world, id);
  if (status !== 'CREATE_COMPLETE') throw new Error(`the judge's own Lambda is ${status}: ${reasons.join('; ')}`);
  return {
    token: outputs.Token ?? '',
    stop() {
      listener.closeAllConnections();
      listener.close();
    },
  };
}
