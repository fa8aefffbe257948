import type { ServiceEvent } from './service-event.ts';

/** Its time is nearly up. One event for one expiry: with another date it is another event. */
export function environmentExpiring(expiring: {
  readonly environment: string;
  readonly revision: number;
  readonly at: string;
  readonly expiresAt: string;
}): ServiceEvent {
  const { environment, revision, at, expiresAt } = expiring;
  return {
    type: 'Environment Expiring',
    detail: { version: '1', id: `${environment}/expiring/${expiresAt}`, environment, revision, at, expiresAt },
  };
}
