import { sha256 } from '../hash.ts';

/**
 * What CloudFormation calls an environment: a function of the resource and the environment's name, so that another name is a
 * replacement, and that an id says by itself whether it is one of ours. `actor` is the resource, `<stack id>|<logical id>`.
 */
export const physicalIdOf = (actor: string, environment: string) =>
  `moorage-${environment}-${sha256(`${actor}|${environment}`).slice(0, 16)}`;
