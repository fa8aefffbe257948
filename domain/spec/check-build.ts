import { posix } from 'node:path';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Build, Spec } from '../../schemas/gen/spec.types.ts';
import { checkSecretValues } from './check-secret-values.ts';
import { complete } from './complete.ts';
import { containersOf } from './containers-of.ts';
import { finding } from './finding.ts';
import { escapePart } from './to-findings.ts';

const mostFileBytes = 100 * 1024;
const sources = ['files', 'upload', 's3', 'git'] as const;
/** Which source a field belongs to. */
const parts = { version: 's3', ref: 'git', connection: 'git' } as const;

export function checkBuild(name: string, build: Build, spec: Spec): readonly Finding[] {
  const at = `/builds/${name}`;
  const given = sources.filter((source) => build[source] !== undefined);
  const found: Finding[] = [];
  if (given.length !== 1)
    found.push(
      finding(
        'BUILD_SOURCE',
        at,
        given.length === 0 ? 'This build has no source.' : `This build has ${given.length} sources: ${given.join(', ')}.`,
        'Give exactly one of `files`, `upload`, `s3` and `git`.',
      ),
    );
  for (const [part, source] of Object.entries(parts) as [keyof typeof parts, (typeof sources)[number]][])
    if (build[part] !== undefined && build[source] === undefined)
      found.push(
        finding('BUILD_SOURCE_PART', `${at}/${part}`, `\`${part}\` is about \`${source}\`, and there is none.`, 'Remove it.'),
      );
  const texts = [
    ...Object.entries(build.files ?? {}).map(([file, text]) => [`${at}/files/${escapePart(file)}`, text] as const),
    ...Object.entries(build.args ?? {}).map(([key, value]) => [`${at}/args/${key}`, value] as const),
    ...(build.git === undefined ? [] : [[`${at}/git`, build.git] as const]),
  ];
  return [...found, ...checkFiles(at, build), ...checkArgs(at, build), ...checkUse(name, at, spec), ...checkSecretValues(texts)];
}

function checkFiles(at: string, { files, path = '.', dockerfile = 'Dockerfile' }: Build): readonly Finding[] {
  if (files === undefined) return [];
  const found: Finding[] = [];
  const file = posix.normalize(posix.join(path, dockerfile));
  if (!Object.keys(files).some((key) => posix.normalize(key) === file))
    found.push(
      finding(
        'DOCKERFILE_MISSING',
        `${at}/files`,
        `The build has no file \`${file}\`.`,
        'Add it, or name another one as `dockerfile`.',
      ),
    );
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > mostFileBytes)
    found.push(
      finding(
        'FILES_TOO_LARGE',
        `${at}/files`,
        `The files have ${bytes} bytes together; the limit is ${mostFileBytes}.`,
        'Leave out what the image does not need, or send a zip with POST /uploads.',
      ),
    );
  return found;
}

const secretName = /passw(?:or)?d|secret|token|credential|api_?key|private_?key/i;

function checkArgs(at: string, { args = {} }: Build): readonly Finding[] {
  return Object.keys(args)
    .filter((key) => secretName.test(key))
    .map((key) =>
      finding(
        'BUILD_ARG_SECRET',
        `${at}/args/${key}`,
        `\`${key}\` sounds like a secret, and build arguments stay readable in the image's history.`,
        'Read secrets when the container starts, with `secrets` of the service. If it is none, rename it.',
      ),
    );
}

function checkUse(name: string, at: string, spec: Spec): readonly Finding[] {
  const services = Object.entries(complete(spec).services);
  const uses = services.flatMap(([service, one]) => containersOf(service, one)).map(({ source }) => source);
  if (services.length === 0 || uses.some((source) => source.kind === 'build' && source.build === name)) return [];
  return [
    finding(
      'BUILD_UNUSED',
      at,
      'No service uses this build; it is built all the same.',
      'Name it as `build` of a service, or remove it.',
    ),
  ];
}
