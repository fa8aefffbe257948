import type { Template } from '../../blueprint/rendered.ts';

/** Logical ids that Ref, Fn::GetAtt, Fn::Sub and DependsOn name, pseudo parameters left out. */
export function references({ Resources, Outputs }: Template): readonly string[] {
  return [...new Set(collect({ Resources, Outputs }))].filter((id) => !id.startsWith('AWS::'));
}

function collect(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(collect);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    if (key === 'Fn::Sub' && typeof inner === 'string')
      return [...inner.matchAll(/\$\{([^!.}]+)/g)].map((match) => match[1] ?? '');
    if (key === 'DependsOn') return [inner].flat().map(String);
    return collect(inner);
  });
}
