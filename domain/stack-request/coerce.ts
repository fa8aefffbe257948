import schema from '../../schemas/spec.schema.json' with { type: 'json' };

interface Rule {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly additionalProperties?: boolean | Rule;
  readonly items?: Rule;
}

const definitions: Readonly<Record<string, Rule>> = schema.$defs as never;

/**
 * A spec as CloudFormation hands it over, where every number and every true is a string: those the schema wants as something
 * else become it, and nothing else is touched. What does not fit stays for the findings to speak of.
 */
export const coerce = (spec: unknown): unknown => fitted(spec, schema as unknown as Rule);

function fitted(value: unknown, { $ref, ...rule }: Rule): unknown {
  if ($ref !== undefined) return fitted(value, definitions[$ref.replace('#/$defs/', '')] ?? {});
  if (typeof value === 'string') return scalar(value, rule);
  if (Array.isArray(value)) return rule.items ? value.map((item) => fitted(item, rule.items ?? {})) : value;
  if (typeof value !== 'object' || value === null) return value;
  const others = typeof rule.additionalProperties === 'object' ? rule.additionalProperties : {};
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const own = rule.properties && Object.hasOwn(rule.properties, name) ? rule.properties[name] : undefined;
      return [name, fitted(one, own ?? others)];
    }),
  );
}

function scalar(text: string, { type, enum: allowed }: Rule): unknown {
  const wants = (kind: string) => type === kind || (type === undefined && allowed?.some((one) => typeof one === kind));
  if (allowed?.includes(text)) return text;
  if (wants('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if ((type === 'integer' || wants('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}
