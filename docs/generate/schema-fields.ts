import schema from '../../schemas/spec.schema.json' with { type: 'json' };

/** A node of the spec's schema, as far as fields are told from it. */
interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
}

/**
 * Every field a spec may have, as a path with `*` for names and rows. An object that is nothing but its optional fields, like
 * `network`, is said by those.
 */
export function schemaFields(): readonly string[] {
  return fieldsOf(schema as Node, '');
}

function fieldsOf(node: Node, at: string): readonly string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, property]) => {
    const path = at === '' ? name : `${at}.${name}`;
    const inner = resolved(property);
    const rows = [inner.items, inner.additionalProperties].map((one) => (typeof one === 'object' ? resolved(one) : undefined));
    const nested = [...fieldsOf(inner, path), ...rows.flatMap((row) => (row ? fieldsOf(row, `${path}.*`) : []))];
    const onlyParts = inner.properties !== undefined && inner.required === undefined;
    return onlyParts ? nested : [path, ...nested];
  });
}

function resolved(node: Node): Node {
  const name = node.$ref?.replace('#/$defs/', '');
  if (name === undefined) return node;
  const found = (schema.$defs as Readonly<Record<string, Node>>)[name];
  if (!found) throw new Error(`the schema has no ${name}`);
  return found;
}
