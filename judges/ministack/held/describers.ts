import { computeHeld } from './compute-held.ts';
import { dataHeld } from './data-held.ts';
import type { Describe } from './describe.ts';
import { httpApiHeld } from './http-api-held.ts';
import { permissionsHeld } from './permissions-held.ts';
import { watchHeld } from './watch-held.ts';

/** One for each type of the template but the custom resource, which has no API of its own. */
export const describers: Readonly<Record<string, Describe>> = {
  ...computeHeld,
  ...dataHeld,
  ...httpApiHeld,
  ...permissionsHeld,
  ...watchHeld,
};
