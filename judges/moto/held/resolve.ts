export interface Scope {
  /** Parameters, pseudo parameters and physical ids; undefined when there is no such thing. */
  ref(name: string): unknown;
  attribute(id: string, name: string): Promise<unknown>;
}

/** A template's value with its intrinsics carried out. One we do not know is an error: it would compare as plain text. */
export async function resolve(value: unknown, scope: Scope): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((one) => resolve(one, scope)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries.length === 1 && entries[0] ? entries[0] : ['', undefined];
  const intrinsic = intrinsics[name];
  if (intrinsic) return intrinsic(argument, scope);
  if (name.startsWith('Fn::')) throw new Error(`the judge does not know ${name}`);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, inner]) => [key, await resolve(inner, scope)] as const)));
}

type Intrinsic = (argument: unknown, scope: Scope) => Promise<unknown>;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: async (name, scope) => scope.ref(String(name)),
  'Fn::GetAtt': async (argument, scope) => {
    const [id = '', ...attribute] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
    return scope.attribute(id, attribute.join('.'));
  },
  'Fn::Join': async (argument, scope) => {
    const [separator, parts] = (await resolve(argument, scope)) as [string, readonly unknown[]];
    return parts.map(String).join(separator);
  },
  'Fn::Select': async (argument, scope) => {
    const [index, list] = (await resolve(argument, scope)) as [number | string, readonly unknown[]];
    return list[Number(index)];
  },
  'Fn::Split': async (argument, scope) => {
    const [separator, text] = (await resolve(argument, scope)) as [string, string];
    return text.split(separator);
  },
  'Fn::Sub': async (argument, scope) => {
    const [text, given] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Readonly<Record<string, unknown>>];
    const known = (await resolve(given, scope)) as Readonly<Record<string, unknown>>;
    const parts = text.split(/\$\{([^}]+)\}/);
    const values = parts.map(async (part, index) => {
      if (index % 2 === 0) return part;
      if (part.startsWith('!')) return `\${${part.slice(1)}}`;
      if (Object.hasOwn(known, part)) return known[part];
      const [id = '', ...attribute] = part.split('.');
      return attribute.length > 0 ? scope.attribute(id, attribute.join('.')) : scope.ref(part);
    });
    return (await Promise.all(values)).map(String).join('');
  },
};
