import type { Environment } from '../../domain/operation/environment.ts';
import { running } from './open-operation.ts';
import { Problem } from './problem.ts';

/** What of the environment itself keeps an accepted spec from being begun at this moment. */
export function obstacleTo(environment: Environment | undefined): Problem | undefined {
  if (environment?.active) return running(environment.name, environment.active.operation);
  if (environment?.status !== 'STUCK') return undefined;
  const { name, stuck } = environment;
  return new Problem(
    409,
    'ENVIRONMENT_STUCK',
    `${name} has to be repaired first, POST /environments/${name}/repair: ${stuck ?? 'see its last operation'}`,
  );
}
