import { createHash } from 'node:crypto';

export type Platform = 'linux/amd64' | 'linux/arm64';

/** What the simulator keeps of an image: enough to say how a container made from it behaves. */
export interface ContainerImage {
  readonly platform: Platform;
  /** As docker writes them, `80/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly user: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Executables on its PATH. */
  readonly programs: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly text: string;
  readonly mediaType: string;
  readonly digest: string;
}

/** A digest is the hash of the manifest and the manifest holds the hash of the content, as in the registry protocol. */
export function manifestOf(image: ContainerImage): Manifest {
  const config = JSON.stringify(image);
  const layers = JSON.stringify(image.files);
  return manifest('application/vnd.docker.distribution.manifest.v2+json', {
    config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: config.length, digest: sha256(config) },
    layers: [
      {
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: 30_000_000 + layers.length,
        digest: sha256(layers),
      },
    ],
  });
}

/** Several platforms under one digest; `unknown/unknown` is what BuildKit's provenance attestation is listed as. */
export function indexOf(children: readonly { readonly platform: string; readonly manifest: Manifest }[]): Manifest {
  return manifest('application/vnd.oci.image.index.v1+json', {
    manifests: children.map(({ platform, manifest: { mediaType, digest, text } }) => {
      const [os = '', architecture = ''] = platform.split('/');
      return { mediaType, digest, size: text.length, platform: { architecture, os } };
    }),
  });
}

function manifest(mediaType: string, body: object): Manifest {
  const text = JSON.stringify({ schemaVersion: 2, mediaType, ...body });
  return { text, mediaType, digest: sha256(text) };
}

export const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
