import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { parseImageReference } from '../../../domain/image/image-reference.ts';
import { hubKey, readAuths } from './docker-config.ts';
import { readState } from './shim-state.ts';

const manifests = [
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
].join(', ');

/** docker's engine, done by buildah: a storage for each build, chroot instead of containers, so that root is all it needs. */
export class DockerEngine {
  private readonly folder: string;
  private readonly home: string;

  constructor(folder: string, home: string) {
    this.folder = folder;
    this.home = home;
  }

  build(given: {
    context: string;
    file: string;
    tag: string;
    platform: string;
    target: string | undefined;
    args: readonly string[];
  }): void {
    if (!existsSync(given.context) || !statSync(given.context).isDirectory())
      throw new Error(`ERROR: unable to prepare context: path "${given.context}" not found`);
    if (!existsSync(given.file))
      throw new Error(`ERROR: failed to read dockerfile: open ${given.file}: no such file or directory`);
    // buildah splits a name at its commas and quotes, docker does not.
    const file = `${this.folder}/Dockerfile`;
    copyFileSync(given.file, file);
    const options = [
      ...['--isolation', 'chroot', '--format', 'docker', '--platform', given.platform],
      ...given.args.flatMap((arg) => ['--build-arg', arg]),
      ...(given.target === undefined ? [] : [`--target=${given.target}`]),
    ];
    try {
      this.buildah(['bud', ...options, '--tls-verify=false', '--file', file, '--tag', given.tag, '--', given.context], true);
    } catch (error) {
      // BuildKit shows the lines around a mistake, whatever file it was told to read.
      console.error(readFileSync(file, 'utf8').split('\n').slice(0, 6).join('\n'));
      throw error;
    }
  }

  /** What the registry sent, byte for byte: buildx asks it itself, with the client's logins. */
  async manifest(text: string): Promise<Uint8Array> {
    const answer = await this.ask(text);
    if (!answer.ok) throw new Error(`ERROR: unexpected status from GET request for ${text}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  async pull(text: string, platform: string): Promise<void> {
    const answer = await this.ask(text);
    if (!answer.ok) throw new Error(`Error response from daemon: ${answer.status} for ${text}: ${await answer.text()}`);
    const digest = answer.headers.get('docker-content-digest') ?? '';
    const isIndex = /list|index/.test(answer.headers.get('content-type') ?? '');
    // As docker does: an image without a choice is pulled whatever it is for, with a warning.
    const architecture = isIndex ? platform : undefined;
    this.buildah(
      ['pull', '--tls-verify=false', '--policy', 'always', ...(architecture ? ['--platform', architecture] : []), '--', text],
      true,
    );
    const got = this.facts(text);
    if (`linux/${got.architecture}` !== platform)
      process.stderr.write(
        `WARNING: image with reference ${text} was found but its platform (linux/${got.architecture}) does not match the specified platform (${platform})\n`,
      );
    this.remember(got.id, `${nameOf(text)}@${digest}`);
  }

  tag(source: string, target: string): void {
    this.buildah(['tag', '--', source, target], false);
  }

  push(text: string): void {
    const file = `${this.folder}/pushed-digest`;
    const { id } = this.facts(text);
    this.buildah(['push', '--tls-verify=false', '--digestfile', file, '--', text, `docker://${text}`], true);
    const digest = readFileSync(file, 'utf8').trim();
    this.remember(id, `${nameOf(text)}@${digest}`);
    process.stdout.write(`digest: ${digest}\n`);
  }

  /** docker's engine lists the digests of one image in the order of their names, wherever they come from. */
  facts(text: string): { id: string; architecture: string; repoDigests: readonly string[] } {
    const { FromImageID: id, OCIv1 } = JSON.parse(this.buildah(['inspect', '--type', 'image', '--', text], false));
    return { id, architecture: OCIv1.architecture, repoDigests: [...(this.digests()[id] ?? [])].sort() };
  }

  private async ask(text: string): Promise<Response> {
    const reference = parseImageReference(text);
    if (!reference) throw new Error('invalid reference format');
    const host = this.hostOf(reference.registry);
    const { auth } = this.authsByHost()[host] ?? {};
    return fetch(`http://${host}/v2/${reference.repository}/manifests/${reference.digest ?? reference.tag}`, {
      headers: { accept: manifests, ...(auth ? { authorization: `Basic ${auth}` } : {}) },
    });
  }

  hostOf(registry: string): string {
    return registry === 'docker.io' ? readState(this.folder).hub : registry;
  }

  private authsByHost() {
    const auths = Object.entries(readAuths(this.home));
    return Object.fromEntries(auths.map(([key, auth]) => [key === hubKey ? readState(this.folder).hub : key, auth]));
  }

  private digests(): Record<string, string[]> {
    const file = `${this.folder}/digests.json`;
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  }

  private remember(id: string, digest: string): void {
    const digests = this.digests();
    digests[id] = [...new Set([...(digests[id] ?? []), digest])];
    writeFileSync(`${this.folder}/digests.json`, JSON.stringify(digests));
  }

  /** The storage, the logins and where registries are; what it says is docker's output. */
  private buildah(args: readonly string[], aloud: boolean): string {
    const { folder } = this;
    mkdirSync(`${folder}/tmp`, { recursive: true });
    const auth = `${folder}/auth.json`;
    writeFileSync(auth, JSON.stringify({ auths: this.authsByHost() }), { mode: 0o600 });
    const storage = ['--root', `${folder}/storage`, '--runroot', `${folder}/run`, '--storage-driver', 'vfs'];
    const ran = spawnSync('/usr/bin/buildah', [...storage, ...args], {
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        HOME: folder,
        TMPDIR: `${folder}/tmp`,
        REGISTRY_AUTH_FILE: auth,
        CONTAINERS_REGISTRIES_CONF: `${folder}/registries.conf`,
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
    rmSync(auth, { force: true });
    if (aloud) process.stdout.write(ran.stdout);
    if (aloud || ran.status !== 0) process.stderr.write(ran.stderr);
    if (ran.status !== 0) throw new Error(`ERROR: ${args[0]} failed`);
    return ran.stdout;
  }
}

const nameOf = (text: string) => text.replace(/@.*$/s, '').replace(/:[^:/]*$/, '');
