import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { functions } from '../../functions/catalog.ts';

/**
 * Lambda's Invoke API over the unmodified handlers of the catalog: a process of its own, because a handler reads its
 * settings and AWS_ENDPOINT_URL from the environment. Prints its port when it listens.
 *
 * An error is answered as Lambda answers it: 200 with X-Amz-Function-Error and {errorType, errorMessage, trace}.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
const handlers = new Map<string, (event: unknown) => Promise<unknown>>();
for (const [name, { entry }] of Object.entries(functions)) {
  const module: { handler: (event: unknown) => Promise<unknown> } = await import(new URL(`../../${entry}`, import.meta.url).href);
  handlers.set(name, module.handler);
}

const server = createServer(async (request, response) => {
  const id = /\/functions\/([^/]+)\/invocations/.exec(decodeURIComponent(request.url ?? ''))?.[1] ?? '';
  const name = /moorage-(\w+)/.exec(id)?.[1] ?? '';
  const handler = handlers.get(name);
  const body = (await buffer(request)).toString('utf8');
  if (!handler) {
    response.writeHead(404, { 'content-type': 'application/json', 'x-amzn-errortype': 'ResourceNotFoundException' });
    response.end(JSON.stringify({ Type: 'User', Message: `Function not found: ${id}` }));
    return;
  }
  try {
    const answer = await handler(body === '' ? {} : JSON.parse(body));
    response.writeHead(200, { 'content-type': 'application/json', 'x-amz-executed-version': '1' });
    response.end(JSON.stringify(answer ?? null));
  } catch (error) {
    const { name: errorType, message: errorMessage, stack = '' } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${name}: ${stack}\n`);
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-amz-executed-version': '1',
      'x-amz-function-error': 'Unhandled',
    });
    response.end(JSON.stringify({ errorType, errorMessage, trace: stack.split('\n') }));
  }
});
// A client may keep a connection for as long as a wait of a machine lasts; closing it under a call would look like a crash.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
