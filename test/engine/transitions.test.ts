import { expect, it } from 'vitest';
import { countTransitions } from '../../simulator/step-functions/count-transitions.ts';
import { demoSpec } from '../support/demo-spec.ts';
import { givenWorld, type TestWorld } from '../support/world.ts';

/** As AWS bills them, from the execution's history and not from our own account. */
const billed = ({ region, settings }: TestWorld, name: string) => {
  const executionArn = `${settings.DEPLOY_MACHINE?.replace(':stateMachine:', ':execution:')}:${name}`;
  const { events } = region.call('SFN', 'GetExecutionHistory', { executionArn, maxResults: 1000 }) as {
    events: Parameters<typeof countTransitions>[0];
  };
  return countTransitions(events);
};

it.each([
  ['with events', undefined, 35],
  ['without any event', true, 60],
] as const)('a create %s takes no more transitions than promised', async (_name, lost, most) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const world = await givenWorld({ seed });
    world.region.setKnob('events.lost', lost);
    const id = await world.put('hello', demoSpec);

    const { status, transitions } = await world.ended(id);

    expect(status).toBe('SUCCEEDED');
    expect(billed(world, id)).toBeLessThanOrEqual(most);
    // What the operation says is counted before Settle has ended, so it is never more than what is billed.
    expect(transitions).toBe(billed(world, id));
  }
});
