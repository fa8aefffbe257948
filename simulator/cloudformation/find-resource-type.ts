import { customResourceType, isCustomResource } from './custom-resource-type.ts';
import type { ResourceType } from './resource-type.ts';

/** The type of this name; every `Custom::` name that is one is a type of its own. */
export function findResourceType(types: ReadonlyMap<string, ResourceType>, name: string): ResourceType | undefined {
  return types.get(name) ?? (isCustomResource(name) ? customResourceType(name) : undefined);
}
