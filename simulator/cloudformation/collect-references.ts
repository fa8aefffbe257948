import { intrinsicOf, pairOf } from './resolve-intrinsics.ts';

export interface Reference {
  readonly logicalId: string;
  readonly attribute?: string;
}

/** The value with every `Fn::If` replaced by the branch its condition chooses: what is not chosen is not a dependency. */
export function chooseBranches(value: unknown, condition: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => chooseBranches(item, condition));
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicOf(value);
  if (call?.name === 'Fn::If' && Array.isArray(call.argument))
    return chooseBranches(call.argument[condition(String(call.argument[0])) ? 1 : 2], condition);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, chooseBranches(member, condition)]));
}

/** Every name the value refers to, parameters and pseudo parameters included. */
export function collectReferences(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(collectReferences);
  if (typeof value !== 'object' || value === null) return [];
  const call = intrinsicOf(value);
  if (call?.name === 'Ref') return [{ logicalId: String(call.argument) }];
  if (call?.name === 'Fn::GetAtt') {
    const [logicalId, attribute] = pairOf(call.argument);
    return [{ logicalId, attribute }];
  }
  if (call?.name === 'Fn::Sub') return inSubstitution(call.argument);
  return Object.values(value).flatMap(collectReferences);
}

function inSubstitution(argument: unknown): Reference[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const named = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map((match) => match[1] ?? '');
  const free = named.filter((name) => !(name in (variables as object)));
  return [
    ...collectReferences(variables),
    ...free.map((name): Reference => {
      if (!name.includes('.')) return { logicalId: name };
      const [logicalId, attribute] = pairOf(name);
      return { logicalId, attribute };
    }),
  ];
}
