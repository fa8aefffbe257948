import schema from '../../schemas/spec.schema.json' with { type: 'json' };

/** Every field name the spec's schema knows, for “did you mean”. */
export const knownFields: readonly string[] = [
  ...new Set(
    [schema, ...Object.values(schema.$defs)].flatMap((definition) =>
      'properties' in definition ? Object.keys(definition.properties) : [],
    ),
  ),
];
