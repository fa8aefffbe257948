import { expect, it } from 'vitest';
import type { Accepted, OperationView } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

const builds = ({ attempts }: OperationView) => attempts.filter(({ action }) => action === 'build').map(({ subject }) => subject);
async function rolledBack(world: TestWorld, revision: number): Promise<OperationView> {
  const { body } = await world.request<Accepted>('POST', '/environments/hello/rollback', { revision });
  const ended = await world.ended(body.operation);
  await world.idle();
  return ended;
}

it('a registry that is full keeps the newest, and a way back to the oldest makes them anew', async () => {
  const many = (revision: string): Spec => ({
    builds: Object.fromEntries(
      Array.from({ length: 25 }, (_, index) => {
        const Dockerfile = `FROM nginx:1.27\nENV OF=${revision}${index}\n`;
        return [`${revision}${index}`, { files: { Dockerfile } }];
      }),
    ),
  });
  const world = await givenWorld();
  for (const one of ['a', 'b', 'c', 'd']) {
    expect(await world.ended(await world.put('hello', many(one)))).toMatchObject({ status: 'SUCCEEDED' });
    await world.idle();
  }
  const held = (world.region.call('ECR', 'DescribeRepositories', { maxResults: 1000 }) as { repositories: object[] })
    .repositories;

  expect(held).toHaveLength(99);
  const near = await rolledBack(world, 3);
  expect([near.status, builds(near)]).toEqual(['SUCCEEDED', []]);
  const far = await rolledBack(world, 1);
  expect(far.status).toBe('SUCCEEDED');
  expect(builds(far)).toHaveLength(1);
});
