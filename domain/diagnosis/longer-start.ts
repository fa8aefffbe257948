import type { EffectiveHealthCheck } from '../spec/effective-spec.ts';
import { type Mend, patchEach } from './mend.ts';

/** What the spec's schema allows, in seconds. */
const longest = 300;
const shortest = 60;

/**
 * More time before failed health checks count, for every container of the task that has a check: ECS does not say whose
 * failed. Twice what it had, so that a few tries are enough, and none when it has had all there is: then the check is wrong.
 */
export const longerStart: Mend = ({ spec, services }) =>
  patchEach(services, (name) => {
    const service = spec.services[name];
    if (!service) return undefined;
    const sidecars = Object.entries(service.sidecars).flatMap(([sidecar, { healthCheck }]) => {
      const longer = extended(healthCheck);
      return longer ? [[sidecar, longer] as const] : [];
    });
    const own = extended(service.healthCheck);
    if (!own && sidecars.length === 0) return undefined;
    return { ...own, ...(sidecars.length > 0 ? { sidecars: Object.fromEntries(sidecars) } : {}) };
  });

function extended(check: EffectiveHealthCheck | undefined) {
  if (!check || check.startSeconds >= longest) return undefined;
  const had = check.startSeconds + check.intervalSeconds * check.retries;
  return { healthCheck: { startSeconds: Math.min(longest, Math.max(shortest, 2 * had)) } };
}
