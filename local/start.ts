import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { inventory } from '../simulator/inventory.ts';
import { makeDynamoDb } from './dynamodb.ts';
import { type Embedded, makeEmbedded } from './embedded.ts';
import { openHome } from './home.ts';
import { httpServer } from './http-server.ts';
import { keepPace } from './pace.ts';
import { seedRepository } from './seed-repository.ts';
import { seedSecret } from './seed-secret.ts';
import { s3Mount, simulatedS3 } from './simulated-s3.ts';

/**
 * `npm start`: the service on this machine against the simulated region. Everything it knows is in its data directory; it
 * may be killed at any moment and started again.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '.moorage' },
    port: { type: 'string', default: '4600' },
    speed: { type: 'string', default: '10' },
  },
});
const speed = Number(values.speed);
const port = Number(values.port);
if (!(speed > 0 && Number.isInteger(port))) throw new Error('--speed is a positive number, --port a whole one');

let requests = 0;
let begin: (service: Embedded) => void = () => {};
const serving = new Promise<Embedded>((resolve) => {
  begin = resolve;
});
// It listens before there is a service, because presigned addresses name where; who comes too early waits.
const server = httpServer({
  invoke: async (event) => {
    requests += 1;
    try {
      return await (await serving).answer(event);
    } finally {
      requests -= 1;
    }
  },
  extra: async (path) => (path === '/simulator/inventory' ? inventory((await serving).region) : undefined),
  store: async (call) => simulatedS3((await serving).region)(call),
});
server.listen(port, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;

const home = openHome(values.data);
const dynamo = makeDynamoDb(home.tablePath);
const state = home.read();
const embedded = await makeEmbedded({
  dynamo,
  ...(state ? { state } : {}),
  onChange: home.write,
  log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
  settings: { UPLOADS_ENDPOINT: url + s3Mount },
});
const { region } = embedded;
// Docker Hub accounts as a team would have them: one that works, one whose token was revoked.
const secret = (name: string) =>
  `arn:aws:secretsmanager:${region.context.region}:${region.context.account}:secret:${name}-Ab12Cd`;
seedSecret(region, secret('dockerhub'), { username: 'moorage-ci', password: 'correct horse "battery" $(staple)' });
seedSecret(region, secret('dockerhub-wrong'), { username: 'moorage-ci', password: 'revoked' });
// What examples/shop.json reads.
seedSecret(region, secret('shop-db'), { password: 'swordfish' });
// And a repository anybody may build from.
seedRepository(region, 'https://github.com/acme/hello', {
  Dockerfile: 'FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\nEXPOSE 80\n',
  'index.html': '<h1>Hello from a repository</h1>\n',
});

begin(embedded);
const stopClock = keepPace(region, speed, () => requests > 0);
process.stdout.write(`${JSON.stringify({ url, data: values.data, speed, simulated: true })}\n`);

const stop = () => {
  stopClock();
  server.closeAllConnections();
  server.close(() => dynamo.close().finally(() => process.exit(0)));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
