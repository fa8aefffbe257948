import { isName } from '../../domain/is-name.ts';
import { Problem } from './problem.ts';

/** Refuses a name no stack could carry, before anybody is asked. */
export function checkName(name: string): void {
  if (isName(name)) return;
  const remedy = 'Use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen.';
  throw new Problem(400, 'NAME_INVALID', `\`${name}\` is no name for an environment. ${remedy}`);
}
