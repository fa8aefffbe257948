import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { IamRole, IamState } from '../../../simulator/iam/iam-state.ts';
import { ask, logLines, passWithWork } from '../ecs/container-world.ts';
import { built, makeProject, start, type World } from './build-world.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
}

/** As zip stores a symlink: its target is the content, the mode says what it is. */
const linkTo = (target: string): [Uint8Array, object] => [strToU8(target), { os: 3, attrs: 0o120777 << 16 }];

describe('sources', () => {
  test('come out of a zip in S3', async () => {
    const { build } = await built(
      {
        build: ['aws s3 cp s3://contexts/a.zip /tmp/a.zip', 'unzip -q /tmp/a.zip -d ctx', 'OUT=$(cat ctx/dir/a.txt)'],
        exported: ['OUT'],
      },
      {},
      (region) => {
        region.call('S3', 'CreateBucket', { Bucket: 'contexts' });
        region.call('S3', 'PutObject', { Bucket: 'contexts', Key: 'a.zip', Body: zipSync({ 'dir/a.txt': strToU8('hällo') }) });
      },
    );
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'OUT', value: 'hällo' }]);
  });
  test('of a version come out of a versioned bucket, and a version that is not there does not', async () => {
    const texts = ['first', 'second'];
    let versions: string[] = [];
    const prepare = (region: World) => {
      region.call('S3', 'CreateBucket', { Bucket: 'contexts' });
      region.call('S3', 'PutBucketVersioning', { Bucket: 'contexts', VersioningConfiguration: { Status: 'Enabled' } });
      versions = texts.map((Body) => ask(region, 'S3', 'PutObject', { Bucket: 'contexts', Key: 'a', Body }).VersionId);
    };
    const get = 'aws s3api get-object --bucket=contexts --key=a --version-id="$VERSION" out';
    const spec = { build: [get, 'OUT=$(cat out)'], exported: ['OUT'] };
    prepare(makeProject(spec));
    const of = (value: string | undefined) => ({ environmentVariablesOverride: [{ name: 'VERSION', value, type: 'PLAINTEXT' }] });

    const { build } = await built(spec, of(versions[0]), prepare);
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'OUT', value: 'first' }]);
    const other = await built(spec, of('nothing'), prepare);
    expect(other.build.buildStatus).toBe('FAILED');
    expect(logLines(other.region, '/builds').join('')).toContain('An error occurred (NoSuchVersion)');
  });
});

describe('unzip', () => {
  const unpacked = async (zip: Uint8Array, ...commands: string[]) => {
    const { build, region } = await built(
      { build: ['aws s3 cp s3://contexts/a.zip a.zip', ...commands], exported: ['OUT', 'CODE'] },
      {},
      (world) => {
        world.call('S3', 'CreateBucket', { Bucket: 'contexts' });
        world.call('S3', 'PutObject', { Bucket: 'contexts', Key: 'a.zip', Body: zip });
      },
    );
    const exported: { OUT?: string; CODE?: string } = Object.fromEntries(
      build.exportedEnvironmentVariables.map(({ name, value }: Variable) => [name, value]),
    );
    return { ...exported, log: logLines(region, '/builds').join('') };
  };
  const extract = ['unzip -q a.zip -d in; CODE=$?; true', 'OUT=$(ls / in ../evil evil 2>/dev/null | tr "\\n" " "; true)'];

  test('drops the way up from a name and writes nothing outside', async () => {
    const { OUT, CODE } = await unpacked(zipSync({ '../evil': strToU8('x'), 'sub/../../deep': strToU8('y') }), ...extract);
    expect([CODE, OUT]).toEqual(['0', expect.stringMatching(/in: evil sub *$/)]);
  });
  test('strips an absolute path, and says so', async () => {
    const { CODE, log } = await unpacked(zipSync({ '/evil': strToU8('x') }), ...extract);
    expect([CODE, log]).toEqual(['1', expect.stringContaining('stripped absolute path spec from /evil')]);
  });
  test('makes symlinks last, and writes through none', async () => {
    const zip = zipSync({ link: linkTo('/'), 'link/evil': strToU8('x') });
    const look = 'OUT="$(readlink in/link) $(test -e /evil && echo written || echo clean)"';
    const { CODE, OUT } = await unpacked(zip, 'unzip -q a.zip -d in; CODE=$?; true', look);
    expect([CODE, OUT]).toEqual(['2', '/ clean']);
  });
  test('follows no symlink: realpath says where one leads', async () => {
    const zip = zipSync({ link: linkTo('/root'), 'folder/file': strToU8('x'), inside: linkTo('folder') });
    const { OUT } = await unpacked(zip, 'unzip -q a.zip -d in', 'OUT="$(realpath -m in/link/a) $(realpath -e in/inside/file)"');
    expect(OUT).toMatch(/^\/root\/a \/codebuild\/.*\/in\/folder\/file$/);
  });
});

describe('git', () => {
  const url = 'https://github.com/acme/app.git';
  const fetch = (address: string, ref = 'HEAD', options = '') =>
    `git init -q --template= src && git -C src ${options} fetch -q --depth 1 -- ${address} '${ref}' && git -C src checkout -q --detach FETCH_HEAD`;
  const fetched = async (command: string, prepare: (region: World) => void = () => {}, variables: Variable[] = []) => {
    const { build, region } = await built(
      { build: [command, 'OUT="$(cat src/name) $(git -C src rev-parse HEAD)"'], exported: ['OUT'] },
      { environmentVariablesOverride: variables },
      prepare,
    );
    return { out: build.exportedEnvironmentVariables[0]?.value, log: logLines(region, '/builds').join('') };
  };
  const commits: Record<string, string> = {};
  const withApp = (region: World) => {
    const push = (branch: string, name: string, tag?: string) => {
      commits[name] = ask(region, 'Git', 'Push', { url, branch, tag, files: { name } }).commit;
    };
    push('main', 'old', 'v1');
    push('main', 'new');
    push('side', 'other');
  };

  test.each([
    ['HEAD', 'new'],
    ['side', 'other'],
    ['v1', 'old'],
  ])('fetches %s: the default branch, a branch, a tag', async (ref, name) => {
    const { out } = await fetched(fetch(url, ref), withApp);
    expect(out).toBe(`${name} ${commits[name]}`);
  });
  test('fetches a commit by its full hash', async () => {
    withApp(makeProject({}));
    const { out } = await fetched(fetch(url, commits.old), withApp);
    expect(out).toBe(`old ${commits.old}`);
  });
  test('says so when a ref or a commit is not there', async () => {
    expect((await fetched(fetch(url, 'nope'), withApp)).log).toContain("fatal: couldn't find remote ref nope");
    expect((await fetched(fetch(url, 'a'.repeat(40)), withApp)).log).toContain(`upload-pack: not our ref ${'a'.repeat(40)}`);
  });
  test('is asked for a name by a host that has no such public repository', async () => {
    const secret = (region: World) => {
      withApp(region);
      region.call('Git', 'MakePrivate', { url });
    };
    const asks = "could not read Username for 'https://github.com': terminal prompts disabled";
    expect((await fetched(fetch(url), secret)).log).toContain(asks);
    expect((await fetched(fetch('https://github.com/acme/none'), secret)).log).toContain(asks);
  });
  test('finds no host that is not there', async () => {
    const { log } = await fetched('git clone --depth 1 -- https://example.com/x.git x');
    expect(log).toContain("fatal: unable to access 'https://example.com/x.git/': Could not resolve host: example.com");
  });
  test('speaks no protocol that GIT_ALLOW_PROTOCOL does not name', async () => {
    const { log } = await fetched(fetch('file:///etc'), withApp, [
      { name: 'GIT_ALLOW_PROTOCOL', value: 'https', type: 'PLAINTEXT' },
    ]);
    expect(log).toContain("fatal: transport 'file' not allowed");
  });
  test('reads a private repository through its connection, signed for by the helper', async () => {
    const id = '0a1b2c3d-0000-4000-8000-000000000000';
    const arn = `arn:aws:codeconnections:eu-west-1:111122223333:connection/${id}`;
    const prepare = (region: World) => {
      withApp(region);
      region.call('Git', 'MakePrivate', { url, connections: [arn] });
    };
    const through = (one: string) =>
      `https://codeconnections.eu-west-1.amazonaws.com/git-http/111122223333/eu-west-1/${one}/acme/app.git`;
    const helper = "-c 'credential.helper=!aws codecommit credential-helper $@' -c credential.UseHttpPath=true";

    expect((await fetched(fetch(through(id), 'v1', helper), prepare)).out).toBe(`old ${commits.old}`);
    expect((await fetched(fetch(through(id), 'v1'), prepare)).log).toContain('could not read Username');
    const other = through('ffffffff-0000-4000-8000-000000000000');
    expect((await fetched(fetch(other, 'v1', helper), prepare)).log).toContain('The requested URL returned error: 403');
  });
});

test('a build reads and fetches what its role allows, and is told Forbidden of everything else', async () => {
  const commands = [
    'aws s3 cp s3://theirs/open.zip open',
    'aws s3 cp s3://theirs/closed.zip closed',
    'aws s3 cp s3://theirs/none.zip none',
    'aws s3api get-object --bucket theirs --key open.zip --version-id null version',
  ];
  const region = makeProject({ build: [commands.map((command) => `${command} || true`).join('\n')] });
  const { roles } = region.context.state<IamState>('IAM');
  const Statement = [{ Effect: 'Allow' as const, Action: 's3:GetObject', Resource: 'arn:aws:s3:::theirs/open.zip' }];
  const build = {
    ...roles.task,
    RoleName: 'build',
    Arn: 'arn:aws:iam::111122223333:role/build',
    policies: { own: { Statement } },
  };
  roles.build = build as IamRole;
  region.call('S3', 'CreateBucket', { Bucket: 'theirs' });
  for (const Key of ['open.zip', 'closed.zip']) region.call('S3', 'PutObject', { Bucket: 'theirs', Key, Body: 'x' });
  start(region);
  await passWithWork(region, 1200);

  const lines = logLines(region, '/builds').filter((line) => /download|error/.test(line) && !line.includes('Running'));
  const forbidden = 'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden';
  expect(lines.map((line) => line.trim())).toEqual([
    'download: s3://theirs/open.zip to open',
    // What is not there is not told apart by a role that may not list.
    forbidden,
    forbidden,
    'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
  ]);
});
