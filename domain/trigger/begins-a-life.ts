import type { Trigger } from '../../schemas/gen/api.types.ts';

/** Only a request, of a stack too, begins a time to live anew: what began by itself must not keep itself alive. */
export const beginsALife = (trigger: Trigger): boolean => trigger === 'request' || trigger === 'custom resource';
