/** An API's `camelCase` structure in the template's `PascalCase`; keys that are data, and not names of fields, stay. Twice is like once. */
export function templateKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(templateKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [
        key.charAt(0).toUpperCase() + key.slice(1),
        maps.has(key.toLowerCase()) ? inner : templateKeys(inner),
      ]),
  );
}

const maps = new Set(['options', 'dockerlabels']);
