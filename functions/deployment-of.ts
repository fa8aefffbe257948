import type { Deployment } from '../domain/spec/deployment.ts';
import type { Offer } from '../domain/spec/offer.ts';
import type { World } from './world.ts';

/** The deployment's own values, from the settings of whoever judges specs. */
export function deploymentOf(world: World): Deployment {
  const [dockerHubSecret, region, account] = ['DOCKER_HUB_SECRET', 'AWS_REGION', 'ACCOUNT'].map(world.optional);
  return {
    ...(dockerHubSecret ? { dockerHubSecret } : {}),
    ...(region ? { region } : {}),
    ...(account ? { account } : {}),
    offers: JSON.parse(world.optional('OFFERS') ?? '[]') as readonly Offer[],
  };
}
