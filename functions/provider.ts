import { adminsOf } from './admins-of.ts';
import { capabilitiesOf } from './capabilities-of.ts';
import { offers, parents, responses, table, workflow } from './container.ts';
import { deploymentOf } from './deployment-of.ts';
import { lookAgain } from './provider/look-again.ts';
import { takeStackEvent } from './provider/take-stack-event.ts';
import { onLambda, type World } from './world.ts';

type Event = Parameters<typeof takeStackEvent>[0] | Parameters<typeof lookAgain>[0];

/** CloudFormation's way in: takes requests of custom resources, and answers them when their truth is known. */
export const bind = (world: World) => {
  const deps = {
    ...capabilitiesOf(world, { table, workflow, offers, parents, responses }),
    deployment: deploymentOf(world),
    admins: adminsOf(world),
    account: world.setting('ACCOUNT'),
    apiUrl: world.optional('API_URL') ?? '',
    embedded: false,
    now: world.now,
    pause: world.pause,
    random: world.random,
    log: world.log,
  };
  return (event: Event): Promise<void> => ('RequestType' in event ? takeStackEvent(event, deps) : lookAgain(event, deps));
};
export const handler = onLambda(bind);
