import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Registry } from './start-registry.ts';

export interface Stored {
  readonly digest: string;
  readonly mediaType: string;
  readonly architecture: string | undefined;
}

export const sha256 = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const docker = 'application/vnd.docker';
const manifestTypes = [
  `${docker}.distribution.manifest.v2+json`,
  `${docker}.distribution.manifest.list.v2+json`,
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
];

/** What the judge puts into a registry and reads back from it, over HTTP and past every tool. */
export function registryClient({ host, owner }: Registry) {
  const authorization = `Basic ${Buffer.from(`${owner.username}:${owner.password}`).toString('base64')}`;
  const call = (path: string, init: RequestInit = {}) =>
    fetch(path.startsWith('http') ? path : `http://${host}${path}`, { ...init, headers: { authorization, ...init.headers } });

  async function putBlob(repository: string, bytes: Uint8Array): Promise<{ digest: string; size: number }> {
    const digest = sha256(bytes);
    const opened = await call(`/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const at = new URL(opened.headers.get('location') ?? '', `http://${host}`);
    at.searchParams.set('digest', digest);
    const body = new Uint8Array(bytes);
    const put = await call(at.href, { method: 'PUT', body, headers: { 'content-type': 'application/octet-stream' } });
    if (put.status !== 201) throw new Error(`the registry does not take a blob: ${put.status} ${await put.text()}`);
    return { digest, size: bytes.length };
  }
  async function putManifest(repository: string, reference: string, mediaType: string, manifest: object) {
    const body = JSON.stringify({ schemaVersion: 2, mediaType, ...manifest });
    const put = await call(`/v2/${repository}/manifests/${reference}`, {
      method: 'PUT',
      body,
      headers: { 'content-type': mediaType },
    });
    if (put.status !== 201) throw new Error(`the registry does not take a manifest: ${put.status} ${await put.text()}`);
    return { mediaType, digest: sha256(body), size: body.length };
  }

  return {
    /** One image of one layer for each architecture; with more than one an index over them has the tag. */
    async putImage(repository: string, tag: string, architectures: readonly string[], layer: Uint8Array): Promise<string> {
      const packed = gzipSync(layer);
      const children = [];
      for (const architecture of architectures) {
        const config = {
          architecture,
          os: 'linux',
          config: { Cmd: ['/bin/busybox'] },
          rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
          history: [{ created: '2024-01-01T00:00:00Z', created_by: 'judge' }],
        };
        const manifest = {
          config: {
            mediaType: `${docker}.container.image.v1+json`,
            ...(await putBlob(repository, new TextEncoder().encode(JSON.stringify(config)))),
          },
          layers: [{ mediaType: `${docker}.image.rootfs.diff.tar.gzip`, ...(await putBlob(repository, packed)) }],
        };
        const name = architectures.length > 1 ? `${tag}-${architecture}` : tag;
        const stored = await putManifest(repository, name, manifestTypes[0] ?? '', manifest);
        children.push({ ...stored, platform: { architecture, os: 'linux' } });
      }
      if (children.length === 1) return children[0]?.digest ?? '';
      return (await putManifest(repository, tag, manifestTypes[1] ?? '', { manifests: children })).digest;
    },

    async read(repository: string, tag: string): Promise<Stored | undefined> {
      const answer = await call(`/v2/${repository}/manifests/${tag}`, { headers: { accept: manifestTypes.join(', ') } });
      if (answer.status === 404) return undefined;
      const body = new Uint8Array(await answer.arrayBuffer());
      const digest = sha256(body);
      if (answer.headers.get('docker-content-digest') !== digest)
        throw new Error(`the registry's digest of ${repository}:${tag} is not its bytes'`);
      const { mediaType = '', config } = JSON.parse(new TextDecoder().decode(body));
      if (!config) return { digest, mediaType, architecture: undefined };
      const { architecture } = JSON.parse(await (await call(`/v2/${repository}/blobs/${config.digest}`)).text());
      return { digest, mediaType, architecture };
    },

    async tags(repository: string): Promise<readonly string[]> {
      const answer = await call(`/v2/${repository}/tags/list`);
      return answer.status === 404 ? [] : (((await answer.json()) as { tags?: readonly string[] | null }).tags ?? []);
    },
  };
}
