import type { IFileSystem } from 'just-bash';
import type { ContainerImage, Platform } from '../ecr/container-image.ts';
import { manifestOf, sha256 } from '../ecr/container-image.ts';
import { type ImageReference, parseImageReference } from '../ecr/image-reference.ts';
import type { CommandLine } from './command-line.ts';
import { DockerDaemon } from './docker-daemon.ts';
import { buildDockerfile, type FileSource } from './dockerfile.ts';

export interface BuildRequest {
  readonly line: CommandLine;
  readonly fs: IFileSystem;
  readonly cwd: string;
  readonly isBuildx: boolean;
}

/** `docker build` and `docker buildx build` of a directory. Answers what docker writes to stdout with -q. */
export async function buildImage(daemon: DockerDaemon, { line, fs, cwd, isBuildx }: BuildRequest): Promise<string> {
  const [path = ''] = line.words;
  if (!path) throw new Error('ERROR: "docker buildx build" requires exactly 1 argument.');
  if (/^(https?:|git)/.test(path)) throw new Error(`ERROR: failed to solve: failed to fetch remote ${path}: no route to host`);
  const root = fs.resolvePath(cwd, path);
  if (!(await fs.exists(root))) throw new Error(`ERROR: unable to prepare context: path "${path}" not found`);
  const file = fs.resolvePath(cwd, line.option('-f', '--file') ?? `${root}/Dockerfile`);
  const platforms = (line.option('--platform') ?? '').split(',');
  if (platforms.length > 1) throw new Error('ERROR: Multi-platform build is not supported for the docker driver.');
  const platform = daemon.platformOf(platforms[0] || undefined);
  try {
    if (!(await fs.exists(file)))
      throw new Error(`failed to read dockerfile: open ${file.slice(file.lastIndexOf('/') + 1)}: no such file or directory`);
    const built = await buildDockerfile({
      text: await fs.readFile(file),
      args: Object.fromEntries(line.all('--build-arg').map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])),
      target: line.option('--target'),
      context: filesUnder(fs, root),
      base: (reference, wanted) => baseImage(daemon, reference, wanted ? daemon.platformOf(wanted) : platform),
    });
    const image: ContainerImage = { ...built, labels: { ...built.labels, ...labelsOf(line) } };
    return await tagAndPush(daemon, image, { line, fs, cwd, isBuildx });
  } catch (error) {
    throw new Error(`ERROR: failed to solve: ${(error as Error).message.replace(/^Error response from daemon: /, '')}`);
  }
}

async function tagAndPush(
  daemon: DockerDaemon,
  image: ContainerImage,
  { line, fs, cwd, isBuildx }: BuildRequest,
): Promise<string> {
  const names = [...line.all('-t', '--tag')];
  const outputs = line.all('-o', '--output').join(',');
  const pushes = line.has('--push') || /type=(registry|image.*push=true)/.test(outputs);
  const plain = line.option('--provenance') === 'false' || /type=docker/.test(outputs) || !isBuildx;
  let digest = manifestOf(image).digest;
  for (const name of names) {
    const key = DockerDaemon.key(parseImageReference(name));
    daemon.images.set(key, { image, repoDigests: [] });
    if (!pushes) continue;
    if (plain) daemon.push(name);
    else digest = daemon.pushWithAttestation(name, image);
  }
  const id = sha256(JSON.stringify(image));
  daemon.images.set(id, { image, repoDigests: [] });
  const idFile = line.option('--iidfile');
  if (idFile) await fs.writeFile(fs.resolvePath(cwd, idFile), id);
  const metadata = line.option('--metadata-file');
  const facts = { 'containerimage.digest': digest, 'image.name': names.join(',') };
  if (metadata) await fs.writeFile(fs.resolvePath(cwd, metadata), JSON.stringify(facts, null, 2));
  return id;
}

/** An image already here is used as it is when its platform fits; otherwise it is asked for again. */
function baseImage(daemon: DockerDaemon, text: string, platform: Platform): ContainerImage {
  if (text === 'scratch') return { ...scratch, platform };
  const reference: ImageReference = parseImageReference(text);
  const local = daemon.images.get(DockerDaemon.key(reference));
  if (local?.image.platform === platform) return local.image;
  try {
    return daemon.remote(reference, platform).image;
  } catch (error) {
    const name = `${reference.registry}/${reference.repository}${reference.digest ? `@${reference.digest}` : `:${reference.tag}`}`;
    throw new Error(
      `${name}: failed to resolve source metadata for ${name}: ${(error as Error).message.replace(/^Error response from daemon: /, '')}`,
    );
  }
}

function filesUnder(fs: IFileSystem, root: string): FileSource {
  return async (source) => {
    const path = fs.resolvePath(root, source.replace(/^\/+/, './'));
    if (!path.startsWith(root) || !(await fs.exists(path))) return undefined;
    if (!(await fs.stat(path)).isDirectory) return { '': await fs.readFile(path) };
    const prefix = path === '/' ? '/' : `${path}/`;
    const found: Record<string, string> = {};
    for (const inner of fs.getAllPaths().filter((one) => one.startsWith(prefix)))
      if ((await fs.stat(inner)).isFile) found[inner.slice(prefix.length)] = await fs.readFile(inner);
    return found;
  };
}

const labelsOf = (line: CommandLine) => Object.fromEntries(line.all('--label').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));

const scratch: Omit<ContainerImage, 'platform'> = {
  exposedPorts: [],
  entrypoint: [],
  cmd: [],
  user: '',
  workdir: '',
  env: {},
  labels: {},
  programs: [],
  files: {},
};
