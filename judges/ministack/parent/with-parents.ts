import type { World } from '../deployed.ts';
import type { Ministack } from '../start-ministack.ts';

/** MiniStack with room for customers' stacks, whether or not a control plane is deployed in it. */
export interface WithParents extends World, Pick<Ministack, 'certificate'> {}
