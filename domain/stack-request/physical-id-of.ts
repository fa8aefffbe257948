import { sha256 } from '../hash.ts';

const mark = (actor: string, operation: string) => sha256(`${actor}|${operation}`).slice(0, 16);

/**
 * What CloudFormation calls an environment: the operation that made it, bound to the resource it was made for. So an id never
 * comes to mean another environment, not even one of the same name, and says by itself whether it is one of ours. `actor` is
 * the resource, `<stack id>|<logical id>`.
 */
export const physicalIdOf = (actor: string, operation: string) => `moorage-${operation}-${mark(actor, operation)}`;
