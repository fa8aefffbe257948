import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { makeDynamoDb } from '../../local/dynamodb.ts';
import { type Embedded, makeEmbedded } from '../../local/embedded.ts';
import { httpServer } from '../../local/http-server.ts';
import { s3Mount, simulatedS3 } from '../../local/simulated-s3.ts';
import type { Upload } from '../../schemas/gen/api.types.ts';

/** As `npm start` has it: an address that is known before the service is made. */
async function served() {
  let begin: (service: Embedded) => void = () => {};
  const serving = new Promise<Embedded>((resolve) => {
    begin = resolve;
  });
  const server = httpServer({
    invoke: async (event) => (await serving).answer(event),
    extra: async () => undefined,
    store: async (call) => simulatedS3((await serving).region)(call),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const embedded = await makeEmbedded({ dynamo: makeDynamoDb(), settings: { UPLOADS_ENDPOINT: url + s3Mount } });
  begin(embedded);
  return { url, embedded };
}

it('an upload goes to a presigned address on this machine, and only as it was signed', async () => {
  const { url, embedded } = await served();
  const zip = Buffer.from('as good as a zip');
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const asked = await fetch(`${url}/uploads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sha256, bytes: zip.length }),
  });
  const address = (await asked.json()) as Upload;
  expect([asked.status, address.url.startsWith(`${url}/simulator/s3/`)]).toEqual([201, true]);
  const { 'content-length': _, ...headers } = address.headers;
  const put = async (body: Buffer, more: object = {}) => {
    const answer = await fetch(address.url, { method: 'PUT', headers, body: new Uint8Array(body), ...more });
    return `${answer.status} ${/<Code>(\w+)/.exec(await answer.text())?.[1] ?? ''}`;
  };

  expect(await put(Buffer.from('as good as a zap'))).toBe('400 BadDigest');
  expect(await put(Buffer.from('longer than it was to be'))).toBe('403 SignatureDoesNotMatch');
  expect(await put(zip, { headers: {} })).toBe('403 SignatureDoesNotMatch');
  expect(await put(zip, { method: 'POST' })).toBe('405 MethodNotAllowed');
  expect(await put(zip)).toBe('200 ');

  const stored = embedded.region.call('S3', 'ReadText', { Bucket: embedded.settings.BUCKET, Key: `uploads/${sha256}.zip` });
  expect(stored).toEqual({ text: zip.toString() });
  embedded.region.state.now += 15 * 60_000 + 1;
  expect(await put(zip)).toBe('403 AccessDenied');
});
