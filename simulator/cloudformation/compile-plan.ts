import type { Plan, PlannedResource, Properties } from './cloudformation-state.ts';
import { chooseBranches, collectReferences } from './collect-references.ts';
import { parameterReferences } from './parameter-values.ts';
import { formatError, type Template, type TemplateResource } from './read-template.ts';
import { resolveIntrinsics, type Scope } from './resolve-intrinsics.ts';
import { validationError } from './validation-error.ts';

/** Decides the template's conditions and checks that every name in it leads somewhere and none in a circle. */
export function compilePlan(template: Template, values: Record<string, string>, pseudo: Record<string, string>): Plan {
  const parameters = { ...parameterReferences(template, values), ...pseudo };
  const condition = conditionsOf(template, parameters);
  const holds = (name: string | undefined) => name === undefined || condition(name);
  const resources: Record<string, PlannedResource> = {};
  for (const [id, resource] of Object.entries(template.Resources))
    if (holds(resource.Condition)) resources[id] = planned(resource, condition);
  const outputs: Plan['outputs'] = {};
  for (const [id, output] of Object.entries(template.Outputs)) {
    if (!holds(output.Condition)) continue;
    outputs[id] = {
      Value: chooseBranches(output.Value, condition),
      ...(output.Description && { Description: output.Description }),
      ...(output.Export && { ExportName: chooseBranches(output.Export.Name, condition) }),
    };
  }
  const known = new Set([...Object.keys(resources), ...Object.keys(parameters), 'AWS::NoValue']);
  for (const resource of Object.values(resources)) {
    resource.dependsOn.push(...referred(resource.properties, known, 'Resources'));
    const lost = resource.dependsOn.filter((id) => !known.has(id) && !(id in template.Resources));
    if (lost.length > 0) throw unresolved(lost, 'Resources');
    resource.dependsOn = [...new Set(resource.dependsOn)].filter((id) => id in resources);
  }
  for (const output of Object.values(outputs)) referred([output.Value, output.ExportName ?? ''], known, 'Outputs');
  refuseCircles(resources);
  const description = template.Description === undefined ? {} : { description: template.Description };
  return { resources, outputs, mappings: template.Mappings, parameters, ...description };
}

function planned(resource: TemplateResource, condition: (name: string) => boolean): PlannedResource {
  const { DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete' } = resource;
  return {
    type: resource.Type,
    properties: chooseBranches(resource.Properties ?? {}, condition) as Properties,
    dependsOn: [resource.DependsOn ?? []].flat().map(String),
    retainOnDelete: DeletionPolicy.startsWith('Retain'),
    retainOnReplace: UpdateReplacePolicy === 'Retain',
    retainExceptOnCreate: DeletionPolicy === 'RetainExceptOnCreate',
    ...(resource.Metadata !== undefined && { metadata: resource.Metadata }),
  };
}

function referred(value: unknown, known: ReadonlySet<string>, block: string): string[] {
  const references = collectReferences(value);
  const lost = references.filter(({ logicalId }) => !known.has(logicalId));
  const attribute = lost.find((reference) => reference.attribute !== undefined);
  if (attribute)
    throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${attribute.logicalId}`);
  if (lost.length > 0) throw unresolved([...new Set(lost.map(({ logicalId }) => logicalId))], block);
  return references.map(({ logicalId }) => logicalId);
}

function unresolved(ids: readonly string[], block: string): Error {
  return formatError(`Unresolved resource dependencies [${ids.join(', ')}] in the ${block} block of the template`);
}

function conditionsOf(template: Template, parameters: Record<string, unknown>): (name: string) => boolean {
  const decided = new Map<string, boolean>();
  const deciding = new Set<string>();
  const noResource = (id: string): never => {
    throw formatError(`Unresolved dependencies [${id}]. Cannot reference resources in the Conditions block of the template`);
  };
  const decide = (name: string): boolean => {
    const known = decided.get(name);
    if (known !== undefined) return known;
    if (!(name in template.Conditions)) throw formatError(`Unresolved condition dependency ${name} in the Conditions block`);
    if (deciding.has(name)) throw formatError('Found circular condition dependency');
    deciding.add(name);
    const scope: Scope = {
      parameters,
      mappings: template.Mappings,
      condition: decide,
      ref: noResource,
      attribute: noResource,
    };
    // Fn::And of one condition is how a bare {"Condition": name} at the top is read.
    const result = resolveIntrinsics({ 'Fn::And': [template.Conditions[name]] }, scope) === true;
    decided.set(name, result);
    return result;
  };
  for (const name of Object.keys(template.Conditions)) decide(name);
  return decide;
}

function refuseCircles(resources: Record<string, PlannedResource>): void {
  const left = new Map(Object.entries(resources).map(([id, { dependsOn }]) => [id, new Set(dependsOn)]));
  for (let free = [...left].filter(([, needs]) => needs.size === 0); free.length > 0; ) {
    for (const [id] of free) {
      left.delete(id);
      for (const needs of left.values()) needs.delete(id);
    }
    free = [...left].filter(([, needs]) => needs.size === 0);
  }
  if (left.size > 0) throw validationError(`Circular dependency between resources: [${[...left.keys()].join(', ')}]`);
}
