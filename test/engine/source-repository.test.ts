import { describe, expect, it } from 'vitest';
import type { Build } from '../../schemas/gen/spec.types.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import { unsettled } from '../support/unsettled.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { app, imagesOf, made, names, of } from './support-sources.ts';

const exported = ({ region }: TestWorld) =>
  Object.values(region.context.state<CodeBuildState>('CodeBuild').builds).flatMap((build) => build.exported);

describe('a repository', () => {
  const git = 'https://github.com/acme/app.git';
  const push = ({ region }: TestWorld, branch: string, name: string, tag?: string) =>
    (region.call('Git', 'Push', { url: git, branch, tag, files: app(name) }) as { commit: string }).commit;
  const pushed = (world: TestWorld) => ({
    tagged: push(world, 'main', 'tagged', 'v1.0'),
    latest: push(world, 'main', 'latest'),
    side: push(world, 'side', 'side'),
  });

  it.each([
    ['its default branch', undefined, 'latest'],
    ['a branch', 'side', 'side'],
    ['a tag', 'v1.0', 'tagged'],
    ['a commit', 'tagged', 'tagged'],
  ] as const)('is built from %s', async (what, ref, name) => {
    const world = await givenWorld();
    const commits = pushed(world);
    const wanted = what === 'a commit' ? commits.tagged : ref;

    const operation = await world.ended(await world.put('hello', of({ git, ...(wanted ? { ref: wanted } : {}) })));

    expect(operation).toMatchObject({ status: 'SUCCEEDED' });
    expect(names(world)).toEqual([name]);
    expect(exported(world)).toContainEqual({ name: 'MOORAGE_COMMIT', value: commits[name] });
  });

  it('without that ref fails the build and says which', async () => {
    const { world, operation } = await made({ git, ref: 'nope' }, pushed);

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'SOURCE_REF_UNKNOWN' } });
    expect(operation.diagnosis?.evidence.join('\n')).toContain("couldn't find remote ref nope");
    expect(await unsettled(world)).toEqual([]);
  });

  const connect = ({ region }: TestWorld, to = '*') =>
    (region.call('Git', 'Connect', { tags: { 'moorage:offered-to': to } }) as { ConnectionArn: string }).ConnectionArn;

  it('that is private is built through its connection, and neither without nor through another', async () => {
    const world = await givenWorld();
    pushed(world);
    const [connection, foreign] = [connect(world), connect(world)];
    world.region.call('Git', 'MakePrivate', { url: git, connections: [connection] });
    const evidence = async (name: string, build: Build) => {
      const { status, diagnosis } = await world.ended(await world.put(name, of(build)));
      return `${status} ${diagnosis?.code} ${diagnosis?.evidence.join('\n')}`;
    };

    expect(await evidence('closed', { git })).toMatch(/^FAILED SOURCE_REPOSITORY_UNREADABLE [\s\S]*could not read Username/);
    expect(await evidence('foreign', { git, connection: foreign })).toMatch(
      /^FAILED SOURCE_REPOSITORY_UNREADABLE [\s\S]*The requested URL returned error: 403/,
    );
    expect(await evidence('open', { git, connection, ref: 'side' })).toMatch(/^SUCCEEDED/);
    expect(names(world)).toEqual(['side']);
  });

  it('a connection cannot know fails the plan', async () => {
    const world = await givenWorld();
    const build = { git: 'https://github.com/app.git', connection: connect(world) };
    const operation = await world.ended(await world.put('hello', of(build)));

    expect(operation.causes).toMatchObject([{ phase: 'PLAN', name: 'PlanRefused' }]);
    expect(operation.causes[0]?.message).toContain('does not say <owner>/<repository>');
  });

  it.each([
    ['the path', { path: 'out' }, 'the path out leads out of the source'],
    ['the Dockerfile', { dockerfile: 'out/etc/passwd' }, 'the Dockerfile out/etc/passwd leads out of the context'],
    ['nothing', { path: 'none' }, 'the source has no folder none'],
  ] as const)('whose symlink makes %s lead elsewhere is not built', async (_, build, says) => {
    const { world, operation } = await made({ git, ...build }, ({ region }) =>
      region.call('Git', 'Push', { url: git, files: app('x'), links: { out: '/' } }),
    );

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'SOURCE_PATH_INVALID' } });
    expect(operation.diagnosis?.evidence.join('\n')).toContain(says);
    expect(imagesOf(world)).toEqual([]);
  });
});
