import { describe, expect, test } from 'vitest';
import { ask, listen, logLines, makeWorld, passWithWork } from '../ecs/container-world.ts';
import {
  built,
  ecrLogin,
  hubSecret,
  makeProject,
  phase,
  read,
  registry,
  start,
  type World,
  withRepository,
} from './build-world.ts';

describe('a build', () => {
  test('runs its commands and goes through every phase in order', async () => {
    const { build, region } = await built({ build: ['echo hello'] });
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(build.phases.map((one: { phaseType: string }) => one.phaseType)).toEqual([
      'SUBMITTED',
      'QUEUED',
      'PROVISIONING',
      'DOWNLOAD_SOURCE',
      'INSTALL',
      'PRE_BUILD',
      'BUILD',
      'POST_BUILD',
      'UPLOAD_ARTIFACTS',
      'FINALIZING',
      'COMPLETED',
    ]);
    expect(logLines(region, '/builds')).toContain('hello\n');
    expect(build.logs).toMatchObject({ groupName: '/builds' });
  });
  test('provisions for 4 to 35 seconds', async () => {
    const { build } = await built({});
    const { durationInSeconds } = phase(build, 'PROVISIONING') as unknown as { durationInSeconds: number };
    expect(durationInSeconds).toBeGreaterThanOrEqual(4);
    expect(durationInSeconds).toBeLessThanOrEqual(35);
  });
  test('keeps variables and directory from one command and phase to the next', async () => {
    const { build } = await built({
      pre_build: ['mkdir sub', 'cd sub', 'export A="x y"', 'B=2'],
      build: ['OUT="$A-$B-$(basename "$PWD")"'],
      exported: ['OUT', 'AWS_REGION', 'NEVER'],
    });
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'OUT', value: 'x y-2-sub' }]);
  });
  test('that fails in BUILD runs POST_BUILD with CODEBUILD_BUILD_SUCCEEDING=0', async () => {
    const { build } = await built({
      build: ['false', 'NEVER=1'],
      post_build: ['SEEN=$CODEBUILD_BUILD_SUCCEEDING'],
      exported: ['SEEN', 'NEVER'],
    });
    expect(build.buildStatus).toBe('FAILED');
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'SEEN', value: '0' }]);
    expect(phase(build, 'BUILD')).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [
        { statusCode: 'COMMAND_EXECUTION_ERROR', message: 'Error while executing command: false. Reason: exit status 1' },
      ],
    });
  });
  test('that fails in PRE_BUILD runs neither BUILD nor POST_BUILD', async () => {
    const { build } = await built({ pre_build: ['exit 3'], build: ['true'] });
    expect(phase(build, 'BUILD')).toBeUndefined();
    expect(phase(build, 'POST_BUILD')).toBeUndefined();
    expect(phase(build, 'UPLOAD_ARTIFACTS')).toBeDefined();
  });
  test('with on-failure ABORT does not run POST_BUILD', async () => {
    const { build } = await built({ build: ['false'], more: { 'on-failure': 'ABORT' } });
    expect(phase(build, 'POST_BUILD')).toBeUndefined();
  });
  test('runs finally after a failed command', async () => {
    const { build } = await built({ build: ['false'], more: { finally: ['SEEN=yes'] }, exported: ['SEEN'] });
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'SEEN', value: 'yes' }]);
  });
  test('with a buildspec that is not one fails in DOWNLOAD_SOURCE with YAML_FILE_ERROR', async () => {
    const { build } = await built({}, { buildspecOverride: 'version: 0.2\nphases:\n  bild:\n    commands: [ls]\n' });
    expect(phase(build, 'DOWNLOAD_SOURCE')).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [{ statusCode: 'YAML_FILE_ERROR' }],
    });
  });
  test('whose role cannot be assumed ends in QUEUED with CLIENT_ERROR', async () => {
    const { build } = await built({}, { serviceRoleOverride: 'arn:aws:iam::111122223333:role/missing' });
    expect(build.buildStatus).toBe('FAILED');
    expect(phase(build, 'QUEUED')).toMatchObject({
      phaseStatus: 'CLIENT_ERROR',
      contexts: [{ message: expect.stringContaining('not authorized to perform: sts:AssumeRole') }],
    });
  });
  test('that runs too long is TIMED_OUT', async () => {
    const { build } = await built({ build: ['sleep 900'] }, { timeoutInMinutesOverride: 5 });
    expect(build.buildStatus).toBe('TIMED_OUT');
  });
});

describe('secrets', () => {
  const variables = [{ name: 'TOKEN', value: 'hub:password', type: 'SECRETS_MANAGER' }];
  const withSecret = (region: World) => region.call('SecretsManager', 'CreateSecret', { Name: 'hub', SecretString: hubSecret });
  test('are masked by exact value only, and never exported', async () => {
    const spec = { build: [`printf '%s\\n' "$TOKEN"`, `printf '%s' "$TOKEN" | base64 -w0`], exported: ['TOKEN'] };
    const { build, region } = await built(spec, { environmentVariablesOverride: variables }, withSecret);
    const lines = logLines(region, '/builds');
    expect(lines).toContain('***\n');
    expect(lines).toContain(`${Buffer.from('correct horse "battery" $(staple)').toString('base64')}\n`);
    expect(build.exportedEnvironmentVariables).toEqual([]);
  });
  test('that do not exist fail the build in DOWNLOAD_SOURCE', async () => {
    const { build } = await built({}, { environmentVariablesOverride: variables });
    expect(phase(build, 'DOWNLOAD_SOURCE')).toMatchObject({
      contexts: [
        { message: "Secrets Manager Error Message: ResourceNotFoundException: Secrets Manager can't find the specified secret." },
      ],
    });
  });
  test('log in to Docker Hub through stdin, whatever the shell might make of them', async () => {
    const spec = {
      build: [
        `printf '%s' "$TOKEN" | docker login -u moorage-ci --password-stdin`,
        'docker pull acme/private:1',
        'docker logout',
      ],
    };
    const { build } = await built(spec, { environmentVariablesOverride: variables }, withSecret);
    expect(build.buildStatus).toBe('SUCCEEDED');
  });
  test('that are wrong are refused by Docker Hub', async () => {
    const { region } = await built({ build: ['echo no | docker login -u moorage-ci --password-stdin'] });
    expect(logLines(region, '/builds').join('')).toContain(
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    );
  });
});

describe('starting and stopping', () => {
  test('the same token and parameters within five minutes are the same build, afterwards a second one', () => {
    const region = makeProject({});
    const { id } = start(region, { idempotencyToken: 't' });
    expect(start(region, { idempotencyToken: 't' }).id).toBe(id);
    expect(() => start(region, { idempotencyToken: 't', timeoutInMinutesOverride: 9 })).toThrow(
      expect.objectContaining({ name: 'InvalidInputException' }),
    );
    region.advanceTo(region.state.now + 301_000);
    expect(start(region, { idempotencyToken: 't' }).id).not.toBe(id);
  });
  test('over the concurrency a build waits in QUEUED', async () => {
    const region = makeProject({ build: ['sleep 60'] });
    region.setKnob('codebuild.concurrency', 1);
    const [one, other] = [start(region), start(region)];
    await passWithWork(region, 60);
    expect([read(region, one.id).currentPhase === 'QUEUED', read(region, other.id).currentPhase]).toEqual([false, 'QUEUED']);
    await passWithWork(region, 300);
    expect(read(region, other.id).buildStatus).toBe('SUCCEEDED');
  });
  test('a build that waits longer than its queued timeout is TIMED_OUT without having run', async () => {
    const region = makeProject({});
    region.setKnob('codebuild.concurrency', 0);
    const { id } = start(region, { queuedTimeoutInMinutesOverride: 5 });
    await passWithWork(region, 310);
    expect(read(region, id)).toMatchObject({ buildStatus: 'TIMED_OUT', buildComplete: true });
    expect(phase(read(region, id), 'PROVISIONING')).toBeUndefined();
  });
  test('a timeout outside 5 to 2160 minutes and a queued one outside 5 to 480 are refused', () => {
    const region = makeProject({});
    for (const timeoutInMinutesOverride of [4, 2161])
      expect(() => start(region, { timeoutInMinutesOverride })).toThrow('between 5 and 2160 minutes');
    for (const queuedTimeoutInMinutesOverride of [4, 481])
      expect(() => start(region, { queuedTimeoutInMinutesOverride })).toThrow('between 5 and 480 minutes');
  });
  test('a variable of more than 4096 characters is refused', () => {
    const region = makeProject({ build: ['true'] });
    const of = (length: number) => ({
      environmentVariablesOverride: [{ name: 'A', value: 'x'.repeat(length), type: 'PLAINTEXT' }],
    });
    expect(() => start(region, of(4097))).toThrow('EnvironmentVariable should be at most 4096 characters');
    expect(start(region, of(4096)).buildStatus).toBe('IN_PROGRESS');
  });
  test('over the account limit StartBuild is refused', () => {
    const region = makeProject({});
    region.setKnob('codebuild.accountLimit', 0);
    expect(() => start(region)).toThrow('Cannot have more than 0 builds in queue for the account');
  });
  test('a stopped build is IN_PROGRESS for seconds more, and does not push later', async () => {
    const region = makeProject({
      build: [
        ecrLogin,
        `docker pull -q nginx:1.27 && docker tag nginx:1.27 ${registry}/app:1 && docker push ${registry}/app:1`,
        'sleep 100',
      ],
    });
    withRepository(region);
    const { id } = start(region);
    await passWithWork(region, 60);
    expect(ask(region, 'CodeBuild', 'StopBuild', { id }).build.buildStatus).toBe('IN_PROGRESS');
    await passWithWork(region, 600);
    expect(read(region, id).buildStatus).toBe('STOPPED');
    expect(ask(region, 'ECR', 'ListImages', { repositoryName: 'app' }).imageIds).toEqual([]);
  });
  test('builds are listed newest first', () => {
    const region = makeProject({});
    const ids = [start(region).id, start(region).id];
    expect(ask(region, 'CodeBuild', 'ListBuildsForProject', { projectName: 'images' }).ids).toEqual(ids.reverse());
  });
  test('the state change repeats the plaintext variables and has dates as CodeBuild writes them', async () => {
    const heard: { detail: Record<string, unknown> }[] = [];
    const region = makeProject({}, { runLambda: async (_, event) => void heard.push(event as (typeof heard)[number]) });
    listen(region, 'aws.codebuild');
    start(region, { environmentVariablesOverride: [{ name: 'WAIT', value: 'key', type: 'PLAINTEXT' }] });
    await passWithWork(region, 300);
    expect(heard.map(({ detail }) => detail['build-status'])).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect(heard[1]?.detail['additional-information']).toMatchObject({
      environment: { 'environment-variables': [{ name: 'WAIT', value: 'key', type: 'PLAINTEXT' }] },
      'build-start-time': 'Nov 1, 2026 12:00:00 AM',
    });
  });
  test('a region read back while the shell runs comes to the same end', async () => {
    const run = async (restart: boolean) => {
      let region = makeProject({ build: ['OUT=$(date +%s)'], exported: ['OUT'] });
      start(region);
      while (region.running() === 0) region.fireNext();
      if (restart) region = makeWorld({ state: structuredClone(region.state) });
      await passWithWork(region, 600);
      return JSON.stringify(region.state.services);
    };
    expect(await run(true)).toBe(await run(false));
  });
});
