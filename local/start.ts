import { parseArgs } from 'node:util';
import { inventory } from '../simulator/inventory.ts';
import { makeDynamoDb } from './dynamodb.ts';
import { makeEmbedded } from './embedded.ts';
import { openHome } from './home.ts';
import { httpServer } from './http-server.ts';
import type { HttpCall } from './integration-of.ts';
import { keepPace } from './pace.ts';
import { seedSecret } from './seed-secret.ts';

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

const home = openHome(values.data);
const dynamo = makeDynamoDb(home.tablePath);
const state = home.read();
const embedded = await makeEmbedded({
  dynamo,
  ...(state ? { state } : {}),
  onChange: home.write,
  log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
});
const { region } = embedded;
// Docker Hub accounts as a team would have them: one that works, one whose token was revoked.
const secret = (name: string) =>
  `arn:aws:secretsmanager:${region.context.region}:${region.context.account}:secret:${name}-Ab12Cd`;
seedSecret(region, secret('dockerhub'), { username: 'moorage-ci', password: 'correct horse "battery" $(staple)' });
seedSecret(region, secret('dockerhub-wrong'), { username: 'moorage-ci', password: 'revoked' });

let requests = 0;
const invoke = async (event: HttpCall) => {
  requests += 1;
  try {
    return await embedded.answer(event);
  } finally {
    requests -= 1;
  }
};
const server = httpServer(invoke, (path) => (path === '/simulator/inventory' ? inventory(region) : undefined));
const stopClock = keepPace(region, speed, () => requests > 0);
server.listen(port, '127.0.0.1', () => {
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  process.stdout.write(`${JSON.stringify({ url, data: values.data, speed, simulated: true })}\n`);
});

const stop = () => {
  stopClock();
  server.closeAllConnections();
  server.close(() => dynamo.close().finally(() => process.exit(0)));
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
