import type { Resource, Template } from './synthesized-app.ts';

/** The template without some of its resources, and without what others say of their order. */
export function withoutResources(template: Template, leaves: (resource: Resource) => boolean): Template {
  const kept = Object.entries(template.Resources).filter(([, resource]) => !leaves(resource));
  const ids = new Set(kept.map(([id]) => id));
  return {
    ...template,
    Resources: Object.fromEntries(
      kept.map(([id, { DependsOn, ...resource }]) => [
        id,
        DependsOn === undefined ? resource : { ...resource, DependsOn: [DependsOn].flat().filter((one) => ids.has(one)) },
      ]),
    ),
  };
}
