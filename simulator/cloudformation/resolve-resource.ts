import type { Plan, Properties, StackRecord } from './cloudformation-state.ts';
import { isCustomResource } from './custom-resource-type.ts';
import { resolveIntrinsics, type Scope } from './resolve-intrinsics.ts';
import { validationError } from './validation-error.ts';

const neverAsked = (name: string): never => {
  throw validationError(`Template error: condition ${name} outside of Fn::If`);
};

/** The value as it is now that everything it refers to exists; `shown`: as the API shows it, secrets masked. */
export function resolveInStack(value: unknown, plan: Plan, stack: StackRecord, shown = false): unknown {
  return resolveIntrinsics(value, {
    parameters: plan.parameters,
    mappings: plan.mappings,
    condition: neverAsked,
    ref: (id) => (id === 'AWS::NoValue' ? undefined : stack.resources[id]?.physicalId),
    attribute: (id, name) => {
      const record = stack.resources[id];
      const found = Object.hasOwn(record?.attributes ?? {}, name) ? record?.attributes[name] : undefined;
      if (found === undefined && record?.answer && isCustomResource(record.type))
        throw validationError(
          `CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${stack.id}|${id}|${record.answer.requestId}`,
        );
      // Attributes are known only from the handler that made the thing, so AWS's template check comes later here.
      if (found === undefined)
        throw validationError(`Template error: resource ${id} does not support attribute type ${name} in Fn::GetAtt`);
      return shown && record?.answer?.noEcho ? '*****' : found;
    },
  });
}

/** The plan with references left as names: equal for two plans exactly when an update between them would do nothing. */
export function symbolic(plan: Plan): unknown {
  const scope: Scope = {
    parameters: plan.parameters,
    mappings: plan.mappings,
    condition: neverAsked,
    ref: (id) => (id === 'AWS::NoValue' ? undefined : `\u0000Ref:${id}`),
    attribute: (id, name) => `\u0000GetAtt:${id}.${name}`,
  };
  const resources = Object.entries(plan.resources).map(([id, resource]) => [
    id,
    { ...resource, dependsOn: [], properties: lenient(resource.properties, scope) },
  ]);
  return { resources: Object.fromEntries(resources), outputs: lenient(plan.outputs, scope) };
}

/** Functions that need the real value (Select of a Split of an ARN) are compared as written, parameters and all. */
function lenient(value: unknown, scope: Scope): unknown {
  try {
    return resolveIntrinsics(value, scope);
  } catch {
    return { value, parameters: scope.parameters };
  }
}

/** The stack's tags, the resource's own and the three CloudFormation adds, as the types that take tags get them. */
export function tagsOf(properties: Properties, stack: StackRecord, logicalId: string, stackTags: Record<string, string>) {
  const own = properties.Tags ?? [];
  const listed = Array.isArray(own) ? own.map(({ Key, Value }) => [String(Key), String(Value)]) : Object.entries(own as object);
  return {
    ...stackTags,
    ...(Object.fromEntries(listed) as Record<string, string>),
    'aws:cloudformation:stack-name': stack.name,
    'aws:cloudformation:stack-id': stack.id,
    'aws:cloudformation:logical-id': logicalId,
  };
}
