import type { Template } from './rendered.ts';

/** Logical ids of the resources that leave when `running` becomes `wanted`; none of them: one update is enough. */
export function leaves(running: Template, wanted: Template): readonly string[] {
  return Object.keys(running.Resources)
    .filter((id) => !Object.hasOwn(wanted.Resources, id))
    .sort();
}
