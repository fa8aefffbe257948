import { failingAfter, parentStack } from '../../test/engine/support-parent.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';
import { dockerHubSecret } from '../../test/support/world.ts';
import type { Scenario } from '../shapes/scenarios.ts';
import { otherSpec } from './other-spec.ts';

/** What stacks ask of the provider, which then does what the API does, in their name. */
export const stackScenarios: readonly Scenario[] = [
  {
    what: 'an environment a stack makes, changes while it is restarted, and takes away',
    play: async (world) => {
      const stack = parentStack(world);
      // Whom the secret is offered to is said by its tags, which have to be asked for.
      stack.begin({ name: 'hello', spec: { ...demoSpec, dockerHubSecret } });
      await stack.settled();
      // Not by REST, as long as the stack has it: that has to be asked for, too.
      await world.request('POST', '/plans', { name: 'hello', patch: { protected: true } });
      await world.request('DELETE', '/environments/hello');
      await world.request('POST', '/environments/hello/restart');
      stack.beginUpdate({ name: 'hello', spec: otherSpec });
      await stack.settled();
      stack.beginDelete();
      await stack.settled();
      await world.passes(5);
    },
  },
  {
    what: 'an environment whose stack turns away from it while it is made',
    play: async (world) => {
      const stack = parentStack(world);
      stack.begin({ name: 'hello', spec: demoSpec, others: failingAfter(60) });
      await stack.settled();
      stack.beginDelete();
      await stack.settled();
      await world.passes(60);
    },
  },
];
