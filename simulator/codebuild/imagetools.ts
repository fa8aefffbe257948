import { parseImageReference } from '../ecr/image-reference.ts';
import type { CommandLine } from './command-line.ts';
import type { DockerDaemon, RemoteImage } from './docker-daemon.ts';
import { goTemplate } from './inspect-image.ts';

const repositoryPath = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

/**
 * `docker buildx imagetools inspect`, as docker/buildx writes it (util/imagetools/printers.go): what the registry has under a
 * name, asked with the logins there are. Nothing of it comes into the engine.
 */
export function inspectRemote(daemon: DockerDaemon, line: CommandLine): string {
  const [name = '', ...more] = line.words;
  if (!name || more.length > 0) throw new Error('ERROR: "docker buildx imagetools inspect" requires exactly 1 argument.');
  const format = line.option('--format') ?? '';
  if (line.has('--raw') && format) throw new Error('ERROR: format and raw cannot be used together');
  const { digest, manifest } = remoteImage(daemon, name);
  if (line.has('--raw')) return manifest;
  const { schemaVersion, mediaType, manifests } = JSON.parse(manifest);
  const size = manifest.length;
  // A template that begins with the manifest is not looked at further: docker/buildx#1175.
  if (format && !format.startsWith('{{.Manifest')) {
    const shown = manifests ? { schemaVersion, mediaType, digest, size, manifests } : { mediaType, digest, size };
    return goTemplate(format, { Name: name, Manifest: shown }, 2);
  }
  const full = fullName(name);
  const children = ((manifests ?? []) as Child[]).map(
    (child) =>
      `\n  Name:      ${full.replace(/@.*$/, '')}@${child.digest}\n  MediaType: ${child.mediaType}\n  Platform:  ${child.platform.os}/${child.platform.architecture}\n`,
  );
  return `Name:      ${full}\nMediaType: ${mediaType}\nDigest:    ${digest}\n${manifests ? `\nManifests:${children.join('')}` : ''}`;
}

interface Child {
  readonly digest: string;
  readonly mediaType: string;
  readonly platform: { readonly os: string; readonly architecture: string };
}

/** Everything under a name, whatever platforms there are. */
export function remoteImage(daemon: DockerDaemon, name: string): RemoteImage {
  const reference = parseImageReference(name);
  if (!repositoryPath.test(reference.repository)) throw new Error('ERROR: invalid reference format');
  try {
    return daemon.remote(reference, 'linux/amd64');
  } catch (error) {
    const { message } = error as Error;
    // A tag of the other platform only is still a tag.
    if (/platform|matching/.test(message)) return daemon.remote(reference, 'linux/arm64');
    throw new Error(`ERROR: ${message.replace(/^Error response from daemon: /, '')}`);
  }
}

function fullName(name: string): string {
  const { registry, repository, tag, digest } = parseImageReference(name);
  return `${registry}/${repository}${digest ? `@${digest}` : `:${tag}`}`;
}
