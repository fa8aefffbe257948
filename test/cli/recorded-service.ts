import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { accepted, anEnvironment, failed, succeeded } from './views.ts';

/** Stands in for local/start.ts: an environment that comes up unless it names the image that does not exist. */
const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string' }, speed: { type: 'string' }, left: { type: 'string' } },
});
let stands = false;
let fails = false;
let deleting = false;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const say = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const route = `${request.method} ${request.url}`;
  switch (route) {
    case 'PUT /environments/hello':
      fails = Buffer.concat(chunks).toString().includes('does-not-exist');
      stands = !fails;
      return say(202, accepted);
    case 'DELETE /environments/hello':
      deleting = true;
      stands = false;
      return say(202, { ...accepted, kind: 'DELETE' });
    case 'GET /operations/hello-1-k3q':
      return say(200, fails ? failed() : succeeded(deleting ? { kind: 'DELETE' } : {}));
    case 'GET /environments/hello':
      return deleting ? say(404, { code: 'NOT_FOUND' }) : say(200, anEnvironment({ status: stands ? 'AVAILABLE' : 'FAILED' }));
    case 'GET /simulator/inventory':
      return say(200, { 'AWS::CloudFormation::Stack': stands ? 2 : Number(process.env.LEFT ?? 0) });
    default:
      return say(404, { code: 'NOT_FOUND', detail: route });
  }
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
