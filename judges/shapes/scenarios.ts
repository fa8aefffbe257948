import { readdirSync, readFileSync } from 'node:fs';
import type { Accepted } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import { dockerHubSecret, type TestWorld } from '../../test/support/world.ts';

export interface Scenario {
  readonly what: string;
  /** Part of the small form too. */
  readonly small?: boolean;
  readonly knobs?: Readonly<Record<string, unknown>>;
  readonly play: (world: TestWorld) => Promise<unknown>;
}

const stock = (service: object): Spec => ({
  ...demoSpec,
  services: { ...demoSpec.services, stock: { image: 'nginx:1.27', port: 80, ...service } },
});
const put = async (world: TestWorld, spec: object) => world.ended(await world.put('hello', spec));
const remove = async (world: TestWorld) =>
  world.ended((await world.request<Accepted>('DELETE', '/environments/hello')).body.operation);

/** Somebody else's stack, which uses up a quota of the account. */
const takeAll = async (world: TestWorld, Type: string, Properties: object) => {
  const Resources = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`Theirs${index}`, { Type, Properties }]));
  world.region.call('CloudFormation', 'CreateStack', { StackName: 'theirs', TemplateBody: JSON.stringify({ Resources }) });
  await world.passes(2);
};

/** Between them they hold every kind of thing an example makes. */
const smallExamples = ['hello.json', 'private-mixed.json', 'shop.json'];
const examples = new URL('../../examples/', import.meta.url);
const served: readonly Scenario[] = readdirSync(examples)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({
    what: `${file} created, changed, deleted`,
    small: smallExamples.includes(file),
    play: async (world) => {
      const spec: Spec = JSON.parse(readFileSync(new URL(file, examples), 'utf8'));
      await put(world, spec);
      await put(world, {
        ...spec,
        builds: {},
        services: { stock: { image: 'nginx:1.27', port: 80, variables: { COLOUR: 'blue' } } },
      });
      await world.passes(5);
      await remove(world);
    },
  }));

const failing: readonly Scenario[] = [
  { what: 'an image nobody has', small: true, play: (world) => put(world, stock({ image: 'nginx:does-not-exist' })) },
  { what: 'a container that ends at once', small: true, play: (world) => put(world, stock({ image: 'acme/crashes:1' })) },
  { what: 'an image for another CPU', play: (world) => put(world, stock({ image: 'acme/amd64-only:1', architecture: 'ARM64' })) },
  {
    what: 'an image for another CPU, pulled in place',
    play: (world) => put(world, stock({ image: 'acme/amd64-only:1', architecture: 'ARM64', mirror: false })),
  },
  { what: 'a port nobody listens on', play: (world) => put(world, stock({ port: 81 })) },
  {
    what: 'a wrong Docker Hub password',
    play: (world) => {
      const SecretString = JSON.stringify({ username: 'moorage-ci', password: 'wrong' });
      world.region.call('SecretsManager', 'PutSecretValue', { SecretId: dockerHubSecret, SecretString });
      return put(world, demoSpec);
    },
  },
  {
    what: 'no secret any more',
    play: async (world) => {
      const id = await world.put('hello', demoSpec);
      world.region.call('SecretsManager', 'DeleteSecret', { SecretId: dockerHubSecret, ForceDeleteWithoutRecovery: true });
      await world.ended(id);
    },
  },
  {
    what: 'no address left',
    small: true,
    play: async (world) => {
      await takeAll(world, 'AWS::EC2::EIP', { Domain: 'vpc' });
      await put(world, demoSpec);
    },
  },
  {
    what: 'no VPC left',
    play: async (world) => {
      await takeAll(world, 'AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' });
      await put(world, demoSpec);
    },
  },
  {
    what: 'an update that fails and goes back',
    small: true,
    play: async (world) => {
      await put(world, demoSpec);
      await put(world, stock({ image: 'acme/crashes:1' }));
    },
  },
  {
    what: 'a rate limit of Docker Hub',
    knobs: { 'dockerHub.rateLimited': true },
    play: (world) => put(world, stock({ mirror: false })),
  },
];

const cancelled: readonly Scenario[] = (['REGISTRY', 'FOUNDATION', 'BUILD', 'SERVICES'] as const).map((phase) => ({
  what: `a create cancelled in ${phase}`,
  small: phase === 'BUILD',
  play: async (world) => {
    const id = await world.put('hello', demoSpec);
    await world.until(async () =>
      (await world.operation(id)).phases.some((one) => one.phase === phase && one.status === 'RUNNING'),
    );
    await world.request('POST', `/operations/${id}/cancel`, { reason: 'changed my mind' });
    await world.ended(id);
  },
}));

const strange: readonly Scenario[] = [
  { what: 'stale reads', knobs: { 'cloudformation.staleReadSeconds': 10 } },
  { what: 'no delete during a create', knobs: { 'cloudformation.deleteDuringCreate': 'refuse' } },
  { what: 'a refused repeated token', knobs: { 'cloudformation.repeatedToken': 'error' } },
  { what: 'no event', knobs: { 'events.lost': true } },
  { what: 'every event twice, late and shuffled', knobs: { 'events.doubled': true, 'events.shuffled': true } },
].map((one) => ({
  ...one,
  play: async (world) => {
    await put(world, demoSpec);
    await remove(world);
  },
}));

/** What the product makes of AWS, and AWS of the product: everything that ends well, and every way we know it does not. */
export const scenarios: readonly Scenario[] = [...served, ...failing, ...cancelled, ...strange];
