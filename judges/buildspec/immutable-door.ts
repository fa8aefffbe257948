import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Registry } from './start-registry.ts';

/**
 * The registry as ECR with immutable tags: a door before it that refuses a tag that is there already. On an address of its
 * own, so that its name differs from the registry an image is mirrored from, as ECR's does.
 */
export async function immutableDoor(registry: Registry): Promise<Registry> {
  const server = createServer((incoming, answer) => {
    void handle(incoming, answer, registry.host).catch(() => answer.destroy());
  });
  server.listen(0, '127.0.0.2');
  await once(server, 'listening');
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('no port is free');
  return {
    host: `127.0.0.2:${at.port}`,
    owner: registry.owner,
    async stop() {
      server.closeAllConnections();
      server.close();
      await registry.stop();
    },
  };
}

async function handle(incoming: IncomingMessage, answer: ServerResponse, host: string): Promise<void> {
  const { method = 'GET', url = '/', headers } = incoming;
  const [, tag] = method === 'PUT' ? (/\/manifests\/([^/]+)$/.exec(url) ?? []) : [];
  if (tag !== undefined && !tag.startsWith('sha256:')) {
    const { authorization = '' } = headers;
    const there = await fetch(`http://${host}${url}`, {
      method: 'HEAD',
      headers: {
        authorization,
        accept: 'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json',
      },
    });
    if (there.status === 200) {
      incoming.resume();
      const message = `The image tag '${tag}' already exists and cannot be overwritten because the tag is immutable.`;
      answer.writeHead(400, { 'content-type': 'application/json' });
      answer.end(JSON.stringify({ errors: [{ code: 'TAG_INVALID', message }] }));
      return;
    }
  }
  const [hostname, port] = host.split(':');
  const onward = request({ hostname, port, method, path: url, headers }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  incoming.pipe(onward);
}
