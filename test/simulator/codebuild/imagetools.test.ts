import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ContainerImage, manifestOf } from '../../../simulator/ecr/container-image.ts';
import { logLines } from '../ecs/container-world.ts';
import { built, ecrLogin, registry, type World, withRepository } from './build-world.ts';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const inspect = 'docker buildx imagetools inspect';
const own: ContainerImage = {
  platform: 'linux/arm64',
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
function withImage(region: World): void {
  withRepository(region);
  const { text } = manifestOf(own);
  region.call('ECR', 'PutImage', { repositoryName: 'app', imageTag: '1', imageManifest: text, content: own });
}

/** What the command answers, or says when it fails. */
async function answered(command: string, prepare: (region: World) => void = () => {}, login = 'true'): Promise<string> {
  const { build, region } = await built({ build: [login, `OUT=$(${command})`], exported: ['OUT'] }, {}, prepare);
  const exported: { name: string; value: string }[] = build.exportedEnvironmentVariables;
  if (build.buildStatus === 'SUCCEEDED') return exported.find(({ name }) => name === 'OUT')?.value ?? '';
  return logLines(region, '/builds').find((line) => line.startsWith('ERROR')) ?? '';
}

describe('docker buildx imagetools inspect', () => {
  test('prints the bytes the digest is of, with --raw', async () => {
    const digest = await answered(`${inspect} --format '{{json .Manifest}}' nginx:1.27 | grep -m 1 '"digest"' | cut -d '"' -f 4`);
    expect(digest).toMatch(/^sha256:/);
    expect(await answered(`${inspect} --raw nginx:1.27 | sha256sum | cut -d ' ' -f 1`)).toBe(digest.slice('sha256:'.length));
    expect(await answered(`${inspect} --raw nginx@${digest} | sha256sum | cut -d ' ' -f 1`)).toBe(digest.slice('sha256:'.length));
  });

  test('says the digest of an index for a tag of several platforms, and of each by its own', async () => {
    const index = JSON.parse(await answered(`${inspect} --raw nginx:1.27`));
    const [child] = index.manifests;
    expect(index.mediaType).toBe('application/vnd.oci.image.index.v1+json');
    const raw = await answered(`${inspect} --raw nginx@${child.digest}`);
    expect([JSON.parse(raw).layers.length, sha256(raw)]).toEqual([1, child.digest]);
  });

  test('ignores a template that begins with the manifest, and writes any other without a newline', async () => {
    expect(await answered(`${inspect} --format '{{.Manifest.Digest}}' nginx:1.27`)).toMatch(
      /^Name: {6}docker\.io\/library\/nginx:1\.27\nMediaType: .*\nDigest: {4}sha256:[0-9a-f]{64}\n\nManifests:\n {2}Name: {6}docker\.io\/library\/nginx:1\.27@sha256:/,
    );
    expect(await answered(`${inspect} --format '{{.Name}}' nginx:1.27; echo .`)).toBe('nginx:1.27.');
  });

  test('pulls nothing', async () => {
    const { build, region } = await built({ build: [`${inspect} --raw nginx:1.27`, 'docker image inspect nginx:1.27'] });
    expect(build.buildStatus).toBe('FAILED');
    expect(logLines(region, '/builds').join('')).toContain('No such image: nginx:1.27');
  });

  test('asks private registries with the logins of the build', async () => {
    const ask = `${inspect} --raw ${registry}/app:1`;
    expect(await answered(ask, withImage)).toContain('no basic auth credentials');
    expect(sha256(await answered(ask, withImage, ecrLogin))).toBe(manifestOf(own).digest);
    expect(await answered(`${inspect} --raw acme/private:1`)).toContain('denied');
  });

  test.each([
    [`${inspect} nginx:0.1`, 'manifest unknown'],
    [`${inspect} Nginx:1.27`, 'ERROR: invalid reference format'],
    [`${inspect} nginx:1.27 nginx:1.28`, 'requires exactly 1 argument'],
    [`${inspect} --raw --format '{{json .}}' nginx:1.27`, 'format and raw cannot be used together'],
  ])('fails at %s', async (command, said) => {
    expect(await answered(command)).toContain(said);
  });

  test('counts as a pull for whoever asks anonymously', async () => {
    expect(await answered(`${inspect} --raw nginx:1.27`, (region) => region.setKnob('dockerHub.rateLimited', true))).toContain(
      'toomanyrequests',
    );
  });
});
