import { validationError } from './validation-error.ts';

export interface Scope {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
  readonly condition: (name: string) => boolean;
  readonly ref: (logicalId: string) => unknown;
  readonly attribute: (logicalId: string, name: string) => unknown;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

/** `AWS::NoValue`: the property or item that has it is as if it were not written. */
const nothing = undefined;

/** The value with every intrinsic function replaced by what it stands for. */
export function resolveIntrinsics(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveIntrinsics(item, scope)).filter((item) => item !== nothing);
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicOf(value);
  if (call) {
    const run = intrinsics[call.name];
    if (!run) throw validationError(`Template error: the simulator does not model ${call.name}`);
    return run(call.argument, scope);
  }
  const resolved: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const result = resolveIntrinsics(member, scope);
    if (result !== nothing) resolved[key] = result;
  }
  return resolved;
}

/** A one-member object named like a function is a call of it; `Condition` is one only inside conditions. */
export function intrinsicOf(value: object): { name: string; argument: unknown } | undefined {
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0 || !/^(Ref$|Fn::)/.test(entry[0])) return undefined;
  return { name: entry[0], argument: entry[1] };
}

export function pairOf(argument: unknown): [string, string] {
  const [id, ...names] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  if (!id || names.length === 0)
    throw validationError(
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  return [id, names.join('.')];
}

const intrinsics: Record<string, Intrinsic> = {
  Ref: (name, scope) => (String(name) in scope.parameters ? scope.parameters[String(name)] : scope.ref(String(name))),
  'Fn::GetAtt': (argument, scope) => scope.attribute(...pairOf(resolveIntrinsics(argument, scope))),
  'Fn::Sub': substitute,
  'Fn::Join': (argument, scope) => {
    const [separator, items] = listOf('Fn::Join', argument, scope);
    if (!Array.isArray(items)) throw wrong('Fn::Join');
    return items.map(String).join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = listOf('Fn::Split', argument, scope);
    return String(text).split(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = listOf('Fn::Select', argument, scope);
    if (!Array.isArray(items) || items[Number(index)] === undefined)
      throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${String(index)}`);
    return items[Number(index)];
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = listOf('Fn::FindInMap', argument, scope).map(String) as [string, string, string];
    const found = scope.mappings[map]?.[first]?.[second];
    if (found === undefined) throw validationError(`Template error: Unable to get mapping for ${map}::${first}::${second}`);
    return found;
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolveIntrinsics(argument, scope))).toString('base64'),
  'Fn::If': (argument, scope) => {
    if (!Array.isArray(argument) || argument.length !== 3) throw wrong('Fn::If');
    return resolveIntrinsics(argument[scope.condition(String(argument[0])) ? 1 : 2], scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = listOf('Fn::Equals', argument, scope);
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => truths('Fn::And', argument, scope).every(Boolean),
  'Fn::Or': (argument, scope) => truths('Fn::Or', argument, scope).some(Boolean),
  'Fn::Not': (argument, scope) => !truths('Fn::Not', argument, scope)[0],
};

function substitute(argument: unknown, scope: Scope): unknown {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = resolveIntrinsics(variables, scope) as Record<string, unknown>;
  return String(text).replace(/\$\{([^}]*)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name in own) return String(own[name]);
    if (name in scope.parameters) return String(scope.parameters[name]);
    return String(name.includes('.') ? scope.attribute(...pairOf(name)) : scope.ref(name));
  });
}

function listOf(name: string, argument: unknown, scope: Scope): unknown[] {
  if (!Array.isArray(argument)) throw wrong(name);
  return argument.map((item) => resolveIntrinsics(item, scope));
}

function truths(name: string, argument: unknown, scope: Scope): boolean[] {
  if (!Array.isArray(argument)) throw wrong(name);
  return argument.map((item) =>
    typeof item === 'object' && item !== null && 'Condition' in item
      ? scope.condition(String(item.Condition))
      : resolveIntrinsics(item, scope) === true,
  );
}

function wrong(name: string): Error {
  return validationError(`Template error: every ${name} object must have the parameters its documentation names`);
}
