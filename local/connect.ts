import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Connect } from '../cloud/connect.ts';
import { type CallHook, connectTo, type SdkCall } from '../simulator/connect.ts';
import type { Region } from '../simulator/region.ts';
import type { makeDynamoDb } from './dynamodb.ts';

/** Dynalite wants to see a signature and verifies none: to work one out would be an eighth of every call. */
function signed<R extends { readonly headers: Record<string, string> }>(request: R): R {
  request.headers['x-amz-date'] = '20260101T000000Z';
  request.headers.authorization =
    'AWS4-HMAC-SHA256 Credential=SIMULATED/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
  return request;
}

/** The embedded service's Connect: DynamoDB is dynalite, everything else is the simulated region, both behind one hook. */
export function embeddedConnect(region: Region, dynamo: ReturnType<typeof makeDynamoDb>, hook: CallHook = {}): Connect {
  const simulated = connectTo(region, hook);
  return <C>(Client: new (config: object) => C): C => {
    if ((Client as unknown) !== DynamoDBClient) return simulated(Client);
    const client = new DynamoDBClient({
      region: region.context.region,
      endpoint: 'http://dynamodb.embedded',
      credentials: { accessKeyId: 'SIMULATED', secretAccessKey: 'SIMULATED' },
      signer: { sign: async (request) => signed(request as never) },
      requestHandler: dynamo.requestHandler as never,
    });
    const { middlewareStack } = client as unknown as {
      middlewareStack: { addRelativeTo(middleware: unknown, options: object): void };
    };
    middlewareStack.addRelativeTo(
      (next: (args: object) => Promise<object>, context: { commandName?: string }) => async (args: { input: object }) => {
        const call: SdkCall = {
          service: 'DynamoDB',
          operation: String(context.commandName ?? '').replace(/Command$/, ''),
          input: args.input,
        };
        await hook.before?.(call);
        try {
          return await next(args);
        } finally {
          await hook.after?.(call);
        }
      },
      { relation: 'after', toMiddleware: 'retryMiddleware', name: 'hookedWire', override: true },
    );
    return client as C;
  };
}
