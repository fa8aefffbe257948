import { collectReferences } from '../../simulator/cloudformation/collect-references.ts';
import { intrinsicOf } from '../../simulator/cloudformation/resolve-intrinsics.ts';
import type { TemplateObject, TemplateResource } from './network-of-template.ts';

/** What stays of a value; nothing when it cannot be without what is gone. */
type Rest = { readonly kept: unknown } | undefined;

/**
 * The template without this resource and without everything that refers to it by Ref, GetAtt or Sub, and so on. Where the
 * reference is in an item of a list only the item goes, unless the list is empty then: a list of nothing takes its
 * resource along, but for `Tags`. `DependsOn` entries and outputs that name what is gone are dropped. The template that is
 * given stays as it is.
 */
export function without<T extends TemplateObject>(template: T, logicalId: string): T {
  if (!template.Resources[logicalId]) throw new Error(`the template has no ${logicalId}`);
  let resources: Record<string, TemplateResource> = { ...template.Resources };
  const gone = new Set([logicalId]);
  delete resources[logicalId];
  for (let before = 0; before < gone.size; ) {
    before = gone.size;
    const next: Record<string, TemplateResource> = {};
    for (const [id, resource] of Object.entries(resources)) {
      const rest = resource.Properties === undefined ? { kept: undefined } : restOf(resource.Properties, gone);
      if (!rest) gone.add(id);
      else next[id] = rest.kept === undefined ? resource : { ...resource, Properties: rest.kept as object };
    }
    resources = next;
  }
  const outputs = Object.entries(template.Outputs ?? {}).filter(([, output]) => !refersTo(output, gone));
  return {
    ...template,
    Resources: Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, unordered(resource, gone)])),
    ...(template.Outputs && { Outputs: Object.fromEntries(outputs) }),
  };
}

const refersTo = (value: unknown, gone: ReadonlySet<string>) =>
  collectReferences(value).some(({ logicalId }) => gone.has(logicalId));

function restOf(value: unknown, gone: ReadonlySet<string>): Rest {
  if (!refersTo(value, gone)) return { kept: value };
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => {
      const rest = restOf(item, gone);
      return rest ? [rest.kept] : [];
    });
    return items.length > 0 ? { kept: items } : undefined;
  }
  if (typeof value !== 'object' || value === null || intrinsicOf(value)) return undefined;
  const members = Object.entries(value).map(([key, member]) => [key, restOf(member, gone)] as const);
  if (members.some(([key, rest]) => !rest && key !== 'Tags')) return undefined;
  return { kept: Object.fromEntries(members.flatMap(([key, rest]) => (rest ? [[key, rest.kept]] : []))) };
}

function unordered(resource: TemplateResource, gone: ReadonlySet<string>): TemplateResource {
  const { DependsOn, ...others } = resource;
  const left = [DependsOn ?? []].flat().filter((id) => !gone.has(id));
  return left.length > 0 ? { ...others, DependsOn: left } : others;
}
