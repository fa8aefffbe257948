import { givenWorld, type TestWorld } from '../../support/world.ts';

/** The smallest thing that runs: nothing is built or copied. */
export const small = { services: { web: { image: 'nginx:1.27', mirror: false } } };

/** A world in which the environment `shop` serves the spec. */
export async function givenServing(spec: object = small, options: Parameters<typeof givenWorld>[0] = {}): Promise<TestWorld> {
  const world = await givenWorld(options);
  const { status } = await world.ended(await world.put('shop', spec));
  if (status !== 'SUCCEEDED') throw new Error(`the environment did not come up: ${status}`);
  return world;
}

/** Names of all executions of both machines, oldest first. */
export function executionsOf({ region, settings }: TestWorld): readonly string[] {
  return [settings.DEPLOY_MACHINE, settings.TEARDOWN_MACHINE].flatMap((stateMachineArn) => {
    const { executions } = region.call('SFN', 'ListExecutions', { stateMachineArn }) as { executions: { name: string }[] };
    return executions.map(({ name }) => name).reverse();
  });
}
