import type { ContainerImage } from '../ecr/container-image.ts';

/** The build context, or an earlier stage: reads a path into the files under it, by path relative to it. */
export type FileSource = (path: string) => Promise<Readonly<Record<string, string>> | undefined>;

export interface DockerfileRequest {
  readonly text: string;
  readonly args: Readonly<Record<string, string>>;
  readonly target?: string | undefined;
  readonly context: FileSource;
  /** Throws docker's text when the image cannot be had. */
  readonly base: (reference: string, platform: string | undefined) => ContainerImage;
}

interface Instruction {
  readonly line: number;
  readonly name: string;
  readonly rest: string;
}

const known = new Set(
  'FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL'.split(
    ' ',
  ),
);

/** A small reading of a Dockerfile: what ends in the image and what makes a build fail, in BuildKit's words. */
export async function buildDockerfile(request: DockerfileRequest): Promise<ContainerImage> {
  const target = request.target?.toLowerCase();
  const stages: Record<string, ContainerImage> = {};
  /** What stands before the first FROM is for FROM lines only; a stage has to name it again to see it. */
  const globals: Record<string, string> = {};
  let args: Record<string, string> = {};
  let image: ContainerImage | undefined;
  let stage = '';
  for (const { line, name, rest } of instructionsOf(request.text)) {
    if (name === 'FROM') {
      if (target !== undefined && (stage === target || String(Object.keys(stages).length - 1) === target) && image) break;
      const text = substitute(rest, globals);
      const [, platform, reference = '', alias] = text.match(/^(?:--platform=(\S+)\s+)?(\S+)(?:\s+as\s+(\S+))?$/i) ?? [];
      stage = alias?.toLowerCase() ?? String(Object.keys(stages).length);
      image = { ...(stages[reference.toLowerCase()] ?? request.base(reference, platform)) };
      args = {};
    } else if (name === 'ARG') {
      const [key = '', fallback] = rest.split(/=(.*)/s);
      const given =
        request.args[key] ?? (fallback === undefined ? globals[key] : unquoted(substitute(fallback, { ...args, ...image?.env })));
      if (given !== undefined) (image ? args : globals)[key] = given;
    } else if (!image) throw new Error(`dockerfile parse error on line ${line}: no build stage in current context`);
    // ENV of a stage goes before an ARG of the same name.
    else image = await apply(image, name, substitute(rest, { ...args, ...image.env }), request, stages);
    if (image) stages[stage] = image;
  }
  if (!image) throw new Error('file with no instructions');
  const named = target === undefined ? image : (stages[target] ?? Object.values(stages)[Number(target)]);
  if (!named) throw new Error(`target stage "${request.target}" could not be found`);
  return named;
}

function instructionsOf(text: string): Instruction[] {
  const found: Instruction[] = [];
  let pending = '';
  for (const [at, raw] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(raw)) continue;
    pending += raw.trim();
    if (pending.endsWith('\\')) {
      pending = `${pending.slice(0, -1)} `;
      continue;
    }
    const [, word = '', rest = ''] = pending.match(/^(\S+)\s*(.*)$/) ?? [];
    if (!known.has(word.toUpperCase())) throw new Error(`dockerfile parse error on line ${at + 1}: unknown instruction: ${word}`);
    found.push({ line: at + 1, name: word.toUpperCase(), rest });
    pending = '';
  }
  return found;
}

async function apply(
  image: ContainerImage,
  name: string,
  text: string,
  request: DockerfileRequest,
  stages: Readonly<Record<string, ContainerImage>>,
): Promise<ContainerImage> {
  switch (name) {
    case 'EXPOSE':
      return { ...image, exposedPorts: [...new Set([...image.exposedPorts, ...text.split(/\s+/).map(withProtocol)])] };
    case 'CMD':
      return { ...image, cmd: argvOf(text) };
    case 'ENTRYPOINT':
      // Setting an entrypoint empties the CMD of the base image (Dockerfile reference).
      return { ...image, entrypoint: argvOf(text), cmd: [] };
    case 'USER':
      return { ...image, user: text };
    case 'WORKDIR':
      return { ...image, workdir: joined(image.workdir || '/', text) };
    case 'ENV':
      return { ...image, env: { ...image.env, ...pairsOf(text) } };
    case 'LABEL':
      return { ...image, labels: { ...image.labels, ...pairsOf(text) } };
    case 'RUN':
      refuseFailing(text);
      return image;
    case 'COPY':
    case 'ADD':
      return { ...image, files: { ...image.files, ...(await copied(image, text, request, stages)) } };
    default:
      return image;
  }
}

async function copied(
  image: ContainerImage,
  text: string,
  request: DockerfileRequest,
  stages: Readonly<Record<string, ContainerImage>>,
): Promise<Record<string, string>> {
  const [, from] = text.match(/--from=(\S+)/) ?? [];
  const words = argumentsOf(text.replace(/--\S+\s+/g, ''));
  const target = words.at(-1) ?? '';
  const result: Record<string, string> = {};
  for (const source of words.slice(0, -1)) {
    const found = from
      ? fromStage(stages[from.toLowerCase()] ?? request.base(from, undefined), source)
      : await request.context(source);
    const clean = source.replace(/^\.?\/+/, '').replace(/\/+$/, '');
    if (!found)
      throw new Error(`failed to compute cache key: failed to calculate checksum of ref moby::simulated: "/${clean}": not found`);
    for (const [path, content] of Object.entries(found)) {
      const intoDirectory = target.endsWith('/') || target === '.' || words.length > 2;
      const name = path === '' ? (intoDirectory ? `/${clean.slice(clean.lastIndexOf('/') + 1)}` : '') : `/${path}`;
      result[joined(image.workdir || '/', `${target.replace(/\/+$/, '')}${name}` || '/')] = content;
    }
  }
  return result;
}

function fromStage(image: ContainerImage, source: string): Record<string, string> | undefined {
  const exact = image.files[source];
  if (exact !== undefined) return { '': exact };
  const prefix = `${source.replace(/\/+$/, '')}/`;
  const under = Object.entries(image.files).filter(([path]) => path.startsWith(prefix));
  return under.length > 0 ? Object.fromEntries(under.map(([path, text]) => [path.slice(prefix.length), text])) : undefined;
}

/** RUN is not executed; a line that is there to fail fails. */
function refuseFailing(text: string): void {
  const [, code] =
    text.match(/(?:^|[;&]\s*)exit ([1-9]\d*)\s*$/) ?? (/(?:^|[;&]\s*)false\s*$/.test(text) ? [undefined, '1'] : []);
  if (code) throw new Error(`process "/bin/sh -c ${text}" did not complete successfully: exit code: ${code}`);
}

function argvOf(text: string): string[] {
  return text.startsWith('[') ? (JSON.parse(text) as string[]) : ['/bin/sh', '-c', text];
}

const argumentsOf = (text: string): string[] =>
  text.startsWith('[') ? (JSON.parse(text) as string[]) : text.split(/\s+/).filter(Boolean);

function pairsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w.-]+)=("[^"]*"|\S*)/g)].map(([, key = '', value = '']) => [key, unquoted(value)]);
  const [, key = '', value = ''] = pairs.length === 0 ? (text.match(/^(\S+)\s+(.*)$/) ?? []) : [];
  return pairs.length > 0 ? Object.fromEntries(pairs) : { [key]: value };
}

const substitute = (text: string, values: Readonly<Record<string, string>>) =>
  text.replace(/\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g, (_, braced?: string, fallback?: string, plain?: string) => {
    return values[braced ?? plain ?? ''] || (fallback ?? '');
  });

const withProtocol = (port: string) => (port.includes('/') ? port : `${port}/tcp`);
const unquoted = (text: string) => text.replace(/^(["'])(.*)\1$/s, '$2');

function joined(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${base}/${path}`).split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return `/${parts.join('/')}`;
}
