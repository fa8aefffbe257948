import type { TestWorld } from '../support/world.ts';

const StackName = 'theirs';

/** Somebody else's stack, which takes so many of a thing the account has only so many of. */
export async function takes(world: TestWorld, many: number, Type: string, Properties: object, others: object = {}) {
  const taken = Array.from({ length: many }, (_, index) => [`Theirs${index}`, { Type, Properties }]);
  const Resources = { ...others, ...Object.fromEntries(taken) };
  world.region.call('CloudFormation', 'CreateStack', { StackName, TemplateBody: JSON.stringify({ Resources }) });
  await world.passes(5);
}

export async function givesBack(world: TestWorld) {
  world.region.call('CloudFormation', 'DeleteStack', { StackName });
  await world.passes(5);
}
