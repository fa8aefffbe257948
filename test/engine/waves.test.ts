import { AsyncLocalStorage } from 'node:async_hooks';
import { expect, it } from 'vitest';
import type { EmbeddedOptions } from '../../local/embedded.ts';
import type { EnvironmentPage, OperationPage, OperationView, WavePage } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { eventEar } from '../support/event-ear.ts';
import { inFull } from '../support/in-full.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';
import { baseImage, givenBase, pushBase } from './support-base.ts';
import { serves } from './support-standing.ts';

const following: Spec = { rebuild: { onBaseImagePush: true }, services: { web: { image: baseImage, port: 80 } } };

/** Two hundred teams on one base image; by default a few. */
const many = inFull ? 200 : 7;
it(`a base image that does not run stops after five of ${many} environments, and all go on serving`, {
  timeout: 1_200_000,
}, async () => {
  const ear = eventEar();
  const { counted, busiest } = countedTurns(ear.around);
  const world = await givenWorld(counted);
  ear.listen(world);
  for (const knob of ['ec2.vpc-quota', 'ec2.address-quota', 'ec2.nat-quota', 'ec2.gateway-endpoint-quota'])
    world.region.setKnob(knob, many + 5);
  givenBase(world);
  const names = Array.from({ length: many }, (_, index) => `site-${index}`);
  for (let first = 0; first < many; first += 20) {
    const created = await Promise.all(names.slice(first, first + 20).map((name) => world.put(name, following)));
    for (const id of created) expect(await world.ended(id)).toMatchObject({ status: 'SUCCEEDED' });
  }
  await world.passes(5);

  pushBase(world, 'broken', false);
  await world.passes(120);

  const { waves } = (await world.request<WavePage>('GET', '/waves?status=STOPPED')).body;
  expect(waves).toMatchObject([{ trigger: 'base image', failed: { operation: expect.any(String) } }]);
  expect([waves[0]?.pending.length, Object.keys(waves[0]?.done ?? {}).length]).toEqual([many - 5, 5]);
  const rebuilds = (await all<OperationPage>(world, '/operations')).flatMap(({ operations }) => operations.filter(isRebuild));
  expect([rebuilds.length, new Set(rebuilds.map(({ status }) => status))]).toEqual([5, new Set(['FAILED'])]);
  const environments = (await all<EnvironmentPage>(world, '/environments')).flatMap((page) => page.environments);
  expect(environments.map(({ status }) => status)).toEqual(names.map(() => 'AVAILABLE'));
  expect(new Set(serves(world).map(({ digests }) => JSON.stringify(digests))).size).toBe(1);
  expect(serves(world)).toHaveLength(many);
  const skipped = ear.heard.filter((one) => one['detail-type'] === 'Rebuild Skipped').map(({ detail }) => detail.environment);
  expect(new Set(skipped)).toEqual(new Set(waves[0]?.pending));
  // One after the other, with ten milliseconds each: seconds of the fifty it has.
  expect(busiest()).toBeLessThan(150);
});

/** Counts the SDK calls of each turn of the trigger: a Lambda has no time for some of every environment there is. */
function countedTurns(around: NonNullable<EmbeddedOptions['around']>) {
  const turn = new AsyncLocalStorage<{ calls: number }>();
  let most = 0;
  const counted: Partial<EmbeddedOptions> = {
    hook: {
      before: () => {
        const now = turn.getStore();
        if (now) now.calls += 1;
      },
    },
    around: (name, payload, run) => {
      if (name !== 'Trigger') return turn.exit(() => around(name, payload, run));
      const mine = { calls: 0 };
      return turn.run(mine, async () => {
        const answer = await around(name, payload, run);
        most = Math.max(most, mine.calls);
        return answer;
      });
    },
  };
  return { counted, busiest: () => most };
}

const isRebuild = ({ kind }: OperationView) => kind === 'REBUILD';

async function all<P extends { readonly next?: string }>(world: TestWorld, path: string): Promise<P[]> {
  const pages: P[] = [];
  let next: string | undefined;
  do {
    const page = (await world.request<P>('GET', `${path}?limit=100${next ? `&next=${encodeURIComponent(next)}` : ''}`)).body;
    pages.push(page);
    next = page.next;
  } while (next);
  return pages;
}
