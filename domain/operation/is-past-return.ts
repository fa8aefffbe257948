import type { Operation } from './operation.ts';

/**
 * Once anything the previous revision stood on may have begun to go there is no way back to it: its roles would be made again
 * under other names. By then the services have moved and are stable, so what they moved to stays, whatever the operation comes to.
 */
export function isPastReturn({ attempts }: Operation): boolean {
  return Object.values(attempts).some(({ subject }) => subject.endsWith('+contract'));
}
