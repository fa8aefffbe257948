import type { Template } from './rendered.ts';

/** What a template's references stand for when it is compared with another. */
export interface Meaning {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Resources that become others: whoever refers to them gets another value under the same name. */
  readonly replaced: ReadonlySet<string>;
}

/** A value of a template with its parameters filled in, and references to what is replaced marked. */
export function resolve(value: unknown, template: Template, meaning: Meaning): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, template, meaning));
  if (value === null || typeof value !== 'object') return value;
  const { Ref: reference, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value as Readonly<Record<string, unknown>>;
  if (typeof reference === 'string' && template.Parameters?.[reference] !== undefined)
    return meaning.parameters[reference] ?? { parameter: reference };
  const named = [
    ...(typeof reference === 'string' ? [reference] : []),
    ...(Array.isArray(attribute) ? [String(attribute[0])] : []),
    ...(typeof text === 'string' ? [...text.matchAll(/\$\{([^!}.]+)/g)].map((match) => match[1] ?? '') : []),
  ];
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, template, meaning)]));
  return named.some((id) => meaning.replaced.has(id)) ? { ...inner, replaced: true } : inner;
}
