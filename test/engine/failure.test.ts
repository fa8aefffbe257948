import { describe, expect, it } from 'vitest';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { CodeBuildState } from '../../simulator/codebuild/codebuild-state.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { unsettled } from '../support/unsettled.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';
import { begunAfterTheFence, inFlight } from './support-facts.ts';
import { givesBack, takes } from './support-theirs.ts';

const stock = (service: object): Spec => ({
  ...demoSpec,
  services: { ...demoSpec.services, stock: { image: 'nginx:1.27', port: 80, ...service } },
});
const failures: readonly {
  readonly what: string;
  readonly spec?: Spec;
  readonly given?: (world: TestWorld) => void;
  readonly phase: string;
  readonly code: string;
  readonly sentence: RegExp;
}[] = [
  {
    what: 'an image nobody has',
    spec: stock({ image: 'nginx:does-not-exist' }),
    phase: 'BUILD',
    code: 'IMAGE_NOT_FOUND',
    sentence: /no image for the mirror of nginx:does-not-exist/,
  },
  {
    what: 'an image for another CPU',
    spec: stock({ image: 'acme/amd64-only:1', architecture: 'ARM64' }),
    phase: 'BUILD',
    code: 'IMAGE_ARCHITECTURE_UNAVAILABLE',
    sentence: /CPU architecture/,
  },
  {
    what: 'a Docker Hub password that is wrong',
    given: ({ region }) => {
      const SecretString = JSON.stringify({ username: 'moorage-ci', password: 'wrong' });
      region.call('SecretsManager', 'PutSecretValue', { SecretId: dockerHubSecret, SecretString });
    },
    phase: 'BUILD',
    code: 'DOCKER_HUB_CREDENTIALS',
    sentence: /does not accept the credentials/,
  },
  {
    what: 'a container that ends at once',
    spec: stock({ image: 'acme/crashes:1' }),
    phase: 'SERVICES',
    code: 'CONTAINER_EXITED',
    sentence: /container of service stock exits right after it starts/,
  },
  {
    what: 'an image for another CPU, pulled in place',
    spec: stock({ image: 'acme/amd64-only:1', architecture: 'ARM64', mirror: false }),
    phase: 'SERVICES',
    code: 'IMAGE_ARCHITECTURE_MISMATCH',
    sentence: /another CPU architecture/,
  },
];

describe('a create that fails', () => {
  it.each(failures)('by $what says so and leaves nothing', async ({ spec = demoSpec, given, phase, code, sentence }) => {
    const world = await givenWorld();
    given?.(world);

    const operation = await world.ended(await world.put('hello', spec));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code, sentence: expect.stringMatching(sentence) } });
    expect(operation.phases.filter(({ status }) => status === 'FAILED').map((one) => one.phase)).toEqual([phase]);
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(inFlight(world)).toEqual([]);
    expect(await world.environment('hello')).toMatchObject({ status: 'FAILED', revision: 0, lastFailure: { code } });
    expect(await unsettled(world)).toEqual([]);
  });

  it('while it is planned says so and leaves nothing', async () => {
    const world = await givenWorld({
      hook: {
        before: ({ operation }) => {
          if (operation === 'DescribeAvailabilityZones') throw Object.assign(new Error('no zones today'), { name: 'Refused' });
        },
      },
    });

    const operation = await world.ended(await world.put('hello', demoSpec));

    expect(operation).toMatchObject({ status: 'FAILED', attempts: [], causes: [{ phase: 'PLAN' }] });
    expect(operation.diagnosis?.sentence).toContain('PLAN failed: no zones today');
    expect(await unsettled(world)).toEqual([]);
  });

  it('because its registry stack belongs to somebody else leaves that stack alone', async () => {
    const world = await givenWorld();
    const theirs = { Resources: { Theirs: { Type: 'AWS::Logs::LogGroup', Properties: {} } } };
    const name = 'moorage-hello-registry';
    world.region.call('CloudFormation', 'CreateStack', { StackName: name, TemplateBody: JSON.stringify(theirs) });
    await world.passes(2);

    const operation = await world.ended(await world.put('hello', demoSpec));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'FOREIGN_RESOURCE' } });
    expect(operation.diagnosis?.sentence).toContain(name);
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(await unsettled(world)).toEqual(['1 AWS::CloudFormation::Stack, not 0', '1 AWS::Logs::LogGroup, not 0']);
  });

  it('in two branches at once keeps both causes', async () => {
    let delayed = true;
    // The foundation's step is slow to look, and no event tells it to: by then the build has failed as well.
    const world: TestWorld = await givenWorld({
      around: async (_, payload, run) => {
        const { target, retryCount = 0 } = payload as { target?: { stack?: string }; retryCount?: number };
        return delayed && target?.stack === 'foundation' && retryCount > 0 ? undefined : run();
      },
    });
    world.region.setKnob('events.lost', true);
    // Nobody knows beforehand that there is no address left.
    world.region.setKnob('serviceQuotas.denied', true);
    await takes(world, 5, 'AWS::EC2::EIP', { Domain: 'vpc' });
    const id = await world.put('hello', stock({ image: 'nginx:does-not-exist' }));
    const { builds } = world.region.context.state<CodeBuildState>('CodeBuild');
    await world.until(() => Object.values(builds).some(({ status }) => status === 'FAILED'));
    delayed = false;

    const operation = await world.ended(id);

    expect(operation.status).toBe('FAILED');
    expect(operation.causes.map(({ phase, subject }) => `${phase} ${subject.replace(/-\w{6}$/, '')}`).sort()).toEqual([
      'BUILD nginx',
      'FOUNDATION foundation',
    ]);
    expect(begunAfterTheFence(operation)).toEqual([]);
    await givesBack(world);
    expect(await unsettled(world)).toEqual([]);
  });

  it('because an image was deleted before its tasks could pull it says so', async () => {
    const world = await givenWorld();
    const id = await world.put('hello', demoSpec);
    await world.until(async () => (await world.operation(id)).waits.some(({ subject }) => subject === 'services'));
    for (const { repositoryName } of repositoriesOf(world)) emptyRepository(world, repositoryName);

    const operation = await world.ended(id);

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'IMAGE_NOT_FOUND' } });
    expect(begunAfterTheFence(operation)).toEqual([]);
    expect(await unsettled(world)).toEqual([]);
  });
});

describe('an update that fails', () => {
  it('for another reason than the one before it says its own', async () => {
    const world = await givenWorld();
    await world.ended(await world.put('hello', demoSpec));
    // Nobody knows beforehand that there is no room.
    world.region.setKnob('serviceQuotas.denied', true);
    const perZone: Spec = { ...demoSpec, network: { nat: 'perZone' } };
    world.region.setKnob('ec2.address-quota', 1);
    const before = await world.ended(await world.put('hello', perZone));
    expect(before).toMatchObject({ status: 'FAILED', diagnosis: { code: 'QUOTA_ELASTIC_IP' } });
    world.region.setKnob('ec2.address-quota', 5);
    world.region.setKnob('ec2.nat-quota', 0);

    const operation = await world.ended(await world.put('hello', perZone));

    expect(operation).toMatchObject({ status: 'FAILED', diagnosis: { code: 'QUOTA_NAT_GATEWAY' } });
    expect(operation.diagnosis?.evidence.join()).not.toContain('addresses');
  });
});

interface Image {
  readonly imageDigest: string;
}
function repositoriesOf({ region }: TestWorld) {
  return (region.call('ECR', 'DescribeRepositories', {}) as { repositories: readonly { repositoryName: string }[] }).repositories;
}
function emptyRepository({ region }: TestWorld, repositoryName: string): void {
  const { imageDetails } = region.call('ECR', 'DescribeImages', { repositoryName }) as { imageDetails: readonly Image[] };
  const imageIds = imageDetails.map(({ imageDigest }) => ({ imageDigest }));
  if (imageIds.length > 0) region.call('ECR', 'BatchDeleteImage', { repositoryName, imageIds });
}
