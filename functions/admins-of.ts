import type { World } from './world.ts';

/** Who may change every environment, from the settings: patterns with commas between. */
export const adminsOf = (world: World): readonly string[] =>
  (world.optional('ADMINS') ?? '').split(',').filter((one) => one !== '');
