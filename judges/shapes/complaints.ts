import type { Member, ServiceModel, Shape } from './service-models.ts';

/** input is what a caller says, output what AWS answers. */
export type Side = 'input' | 'output';

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  character: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  long: Number.isInteger,
  float: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
  bigdecimal: (value) => typeof value === 'number',
  timestamp: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  blob: (value) => value instanceof Uint8Array,
  list: Array.isArray,
  structure: isRecord,
  map: isRecord,
};

/**
 * Everything that is wrong with a value of this shape, by the path to it: members the model lacks or requires, types,
 * enumerations, bounds, patterns. An index is written `[]`, so that the same mistake in a long list is one.
 */
export function complaintsAbout(value: unknown, name: string, model: ServiceModel, side: Side, path = ''): string[] {
  const shape = model.shapes[name];
  if (!shape) return [`${path || name}: the model has no shape ${name}`];
  if (shape.document) return [];
  if (!kinds[shape.type]?.(value)) return [`${path || name} is ${nameOf(value)}, not a ${shape.type}`];
  const within = (member: Member, inner: unknown, at: string) => complaintsAbout(inner, member.shape, model, side, at);
  switch (shape.type) {
    case 'structure':
      return aboutMembers(value as Record<string, unknown>, shape, side, path, within);
    case 'list':
      return [
        ...aboutBounds((value as unknown[]).length, 'entries', shape, path),
        ...(value as unknown[]).flatMap((entry) => (shape.member ? within(shape.member, entry, `${path}[]`) : [])),
      ];
    case 'map':
      return Object.entries(value as object).flatMap(([key, entry]) => [
        ...(shape.key ? within(shape.key, key, `${path}{key}`) : []),
        ...(shape.value ? within(shape.value, entry, `${path}{}`) : []),
      ]);
    case 'string':
      return aboutText(value as string, shape, path);
    case 'blob':
      return aboutBounds((value as Uint8Array).length, 'bytes', shape, path);
    default:
      return typeof value === 'number' ? aboutBounds(value, '', shape, path) : [];
  }
}

function aboutMembers(
  value: Record<string, unknown>,
  shape: Shape,
  side: Side,
  path: string,
  within: (member: Member, inner: unknown, at: string) => string[],
): string[] {
  const { members = {}, required = [] } = shape;
  // An undefined member does not travel; null would, and no client expects it.
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const at = (member: string) => (path === '' ? member : `${path}.${member}`);
  const missing = required.filter((one) => value[one] === undefined && !(side === 'input' && members[one]?.idempotencyToken));
  return [
    ...missing.map((one) => `${at(one)} is missing`),
    ...(shape.union && given.length !== 1 ? [`${path} has ${given.length} members, and is a union`] : []),
    ...given.flatMap(([one, inner]) => {
      const member = Object.hasOwn(members, one) ? members[one] : undefined;
      if (!member) return [`${at(one)} does not exist`];
      return member.streaming ? aboutStream(inner, at(one)) : within(member, inner, at(one));
    }),
  ];
}

/** A body that streams is whatever the client makes a stream of. */
function aboutStream(value: unknown, path: string): string[] {
  const isStream = typeof value === 'string' || value instanceof Uint8Array || (typeof value === 'object' && value !== null);
  return isStream ? [] : [`${path} is ${nameOf(value)}, not a body`];
}

function aboutText(value: string, shape: Shape, path: string): string[] {
  if (shape.enum) return shape.enum.includes(value) ? [] : [`${path} is ${JSON.stringify(value)}, which its enumeration lacks`];
  const fits = shape.pattern === undefined || expressionOf(shape.pattern).test(value);
  return [
    ...aboutBounds([...value].length, 'characters', shape, path),
    ...(fits ? [] : [`${path} is ${JSON.stringify(value.slice(0, 80))}, which does not match ${shape.pattern}`]),
  ];
}

function aboutBounds(size: number, unit: string, { min, max }: Shape, path: string): string[] {
  const counted = `${size} ${unit}`.trim();
  if (min !== undefined && size < min) return [`${path} has ${counted}, at least ${min} are wanted`];
  if (max !== undefined && size > max) return [`${path} has ${counted}, at most ${max} are possible`];
  return [];
}

const expressions = new Map<string, RegExp>();

/** AWS matches the whole text, anchored in the model or not. A few patterns are Java's and mean the same without `u`. */
function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const made = ['u', ''].flatMap((flags) => {
    try {
      return [new RegExp(`^(?:${pattern})$`, flags)];
    } catch {
      return [];
    }
  })[0];
  if (!made) throw new Error(`the pattern ${pattern} is no regular expression here`);
  expressions.set(pattern, made);
  return made;
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (value instanceof Date) return 'a date';
  const text = typeof value === 'string' ? ` ${JSON.stringify(value.slice(0, 40))}` : '';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}${text}`;
}
