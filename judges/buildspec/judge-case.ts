import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import type { Bench } from './bench.ts';
import type { BuildCase, Files, Place } from './build-case.ts';
import { evilPath } from './hostile.ts';
import { leakFaults } from './leak-faults.ts';
import { registryClient } from './registry-client.ts';
import { type PhaseName, type Ran, runBuild, type Spec } from './run-build.ts';
import { readAuths } from './shims/docker-config.ts';

let count = 0;

/** One build from nothing to its end, and everything that is wrong afterwards. */
export async function judgeCase(one: BuildCase, spec: Spec, bench: Bench): Promise<readonly string[]> {
  count += 1;
  const root = `${bench.folder}/case-${count}`;
  const place: Place = {
    bench,
    root,
    source: `${root}/src`,
    home: `${root}/home`,
    repository: `moorage/case-${count}`,
    image: `${bench.ecr.host}/moorage/case-${count}:case`,
  };
  const own = `${root}/own`;
  for (const folder of [place.source, place.home, own, `${root}/programs`, `${own}/s3/contexts`])
    mkdirSync(folder, { recursive: true });
  for (const name of ['docker', 'aws']) writeProgram(`${root}/programs/${name}`, name, own);
  const { ecr, hub } = bench;
  writeFileSync(`${own}/state.json`, JSON.stringify({ hub: hub.host, ecrPassword: ecr.owner.password }), { mode: 0o600 });
  writeFileSync(`${own}/registries.conf`, registries(ecr.host, hub.host));
  const variables = {
    MOORAGE_WAIT: 'shop/web',
    SOURCE: 'build',
    REGISTRY: ecr.host,
    IMAGE: place.image,
    PLATFORM: 'linux/amd64',
    CONTEXT_BUCKET: 'contexts',
    CONTEXT_KEY: 'context.zip',
    SOURCE_PATH: '.',
    DOCKERFILE: 'Dockerfile',
    ...one.variables?.(place),
    ...(one.account ? { DOCKER_HUB_USERNAME: one.account.username, DOCKER_HUB_PASSWORD: one.account.password } : {}),
  };
  if (one.context)
    writeFileSync(
      `${own}/s3/contexts/${encodeURIComponent(variables.CONTEXT_KEY)}`,
      one.context instanceof Uint8Array ? one.context : zipped(one.context),
    );
  try {
    await one.before?.(place);
    const ran = await runBuild(spec, variables, { source: place.source, home: place.home, programs: `${root}/programs`, own });
    const faults = [
      ...phaseFaults(one, ran),
      ...toldFaults(one, place, ran),
      ...(await pushFaults(one, place, variables, ran)),
      ...leakFaults(one, place, ran.log),
      ...leftFaults(one, place),
    ];
    return faults.map((fault) => `${one.name}: ${fault}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
    rmSync(evilPath, { force: true });
  }
}

/** The zip our Planner makes: names and contents, no modes, but for symlinks, which are modes. */
const zipped = (files: Files) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => {
        const link = typeof content === 'object' && 'link' in content ? { os: 3, attrs: 0o120777 << 16 } : {};
        const text = typeof content === 'object' && 'link' in content ? content.link : content;
        return [
          name,
          [typeof text === 'string' ? new TextEncoder().encode(text) : text, { mtime: '1980-01-01T12:00:00', ...link }],
        ];
      }),
    ) as Zippable,
  );

/** Arguments go on as they were received: a fault of quoting must arrive. */
function writeProgram(path: string, name: string, own: string): void {
  const shim = fileURLToPath(new URL(`shims/${name}.ts`, import.meta.url));
  const cache = `NODE_COMPILE_CACHE='${own}/../../compiled'`;
  writeFileSync(path, `#!/bin/sh\n${cache} exec '${process.execPath}' '${shim}' '${own}' "$@"\n`, { mode: 0o755 });
}

const registries = (ecr: string, hub: string) =>
  [
    'unqualified-search-registries = ["docker.io"]',
    'short-name-mode = "disabled"',
    ...[ecr, hub].map((host) => `[[registry]]\nlocation = "${host}"\ninsecure = true`),
    `[[registry]]\nprefix = "docker.io"\nlocation = "${hub}"\ninsecure = true`,
    '',
  ].join('\n');

function phaseFaults({ fails, says }: BuildCase, { phases, log }: Ran): readonly string[] {
  const names: readonly PhaseName[] = fails === 'PRE_BUILD' ? ['PRE_BUILD'] : ['PRE_BUILD', 'BUILD', 'POST_BUILD'];
  const expected = names.map((name) => `${name} ${name === fails ? 'FAILED' : 'SUCCEEDED'}`).join(', ');
  const seen = phases.map(({ name, status }) => `${name} ${status}`).join(', ');
  return [
    ...(seen === expected ? [] : [`went ${seen}, not ${expected}; its log ends in ${log.slice(-300)}`]),
    ...(says && !says.test(log) ? [`does not say ${says}`] : []),
  ];
}

function toldFaults(one: BuildCase, place: Place, { exported }: Ran): readonly string[] {
  const { exports = () => ({}), received = [], unchanged } = one;
  const file = `${place.root}/own/calls.jsonl`;
  const calls = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as string[])
    : [];
  const words = calls.flat();
  const work = calls.filter(
    ([program, verb, second]) => program === 'docker' && /^(pull|push|tag|buildx build)/.test(`${verb} ${second}`),
  );
  return [
    ...((exported.MOORAGE_UNCHANGED === '1') === (unchanged === true)
      ? []
      : [`says MOORAGE_UNCHANGED is ${exported.MOORAGE_UNCHANGED}`]),
    ...(unchanged && work.length > 0 ? [`works although nothing has changed: ${JSON.stringify(work)}`] : []),
    ...Object.entries(exports(place)).flatMap(([name, value]) =>
      exported[name] === value ? [] : [`says ${name} is ${exported[name]}, not ${value}`],
    ),
    ...received.filter((word) => !words.includes(word)).map((word) => `never says ${JSON.stringify(word)} to docker`),
  ];
}

async function pushFaults(
  one: BuildCase,
  place: Place,
  variables: Readonly<Record<string, string>>,
  ran: Ran,
): Promise<readonly string[]> {
  const { MOORAGE_DIGEST: digest, MOORAGE_ARCHITECTURE: architecture } = ran.exported;
  const registry = registryClient(place.bench.ecr);
  const tags = await registry.tags(place.repository);
  if (one.fails || one.unchanged) {
    const before = one.before && one.fails === 'POST_BUILD' ? 1 : 0;
    return [
      ...(tags.length > before ? [`pushed ${tags} although it ${one.fails ? 'failed' : 'had nothing to make'}`] : []),
      ...(digest === undefined ? [] : [`exports the digest ${digest} although nothing was pushed`]),
    ];
  }
  const stored = await registry.read(place.repository, 'case');
  if (!stored) return [`pushed nothing; tags: ${tags}`];
  const isOne = /manifest\.v2\+json|image\.manifest/.test(stored.mediaType);
  return [
    ...(isOne ? [] : [`pushed ${stored.mediaType}, not one manifest`]),
    ...(tags.length === 1 ? [] : [`pushed ${tags}`]),
    ...(digest === `${place.image.replace(/:[^:]*$/, '')}@${stored.digest}`
      ? []
      : [`says its digest is ${digest}, the registry ${stored.digest}`]),
    ...(architecture === stored.architecture && `linux/${architecture}` === variables.PLATFORM
      ? []
      : [`says ${architecture}, the registry ${stored.architecture}, asked for ${variables.PLATFORM}`]),
  ];
}

/** What is left on the machine: nothing but the context, and no login. */
function leftFaults(one: BuildCase, place: Place): readonly string[] {
  const { source, home, root } = place;
  const unexpected = [
    ...readdirSync(source).filter((name) => !['source', 'source.zip'].includes(name)),
    ...readdirSync(home).filter((name) => name !== '.docker'),
    ...readdirSync(root).filter((name) => !['src', 'home', 'own', 'programs'].includes(name)),
    ...[evilPath].filter((path) => existsSync(path)),
  ];
  const logins = Object.keys(readAuths(home)).filter((host) => !one.logins?.(place).includes(host));
  const unpacked = one.unpacked && JSON.stringify(readdirSync(`${source}/source`).sort());
  const refusals = `${root}/own/refusals.jsonl`;
  return [
    ...(unexpected.length > 0 ? [`leaves ${unexpected}`] : []),
    ...(logins.length > 0 ? [`is still logged in to ${logins}`] : []),
    ...(one.unpacked && unpacked !== JSON.stringify(one.unpacked)
      ? [`unpacks ${unpacked}, not ${JSON.stringify(one.unpacked)}`]
      : []),
    ...(one.lost !== undefined && readdirSync(`${source}/source`).includes(one.lost)
      ? [`unpacks ${one.lost}, which is no known gap any more`]
      : []),
    ...(existsSync(refusals) ? [`uses what this judge does not know: ${readFileSync(refusals, 'utf8')}`] : []),
  ];
}
