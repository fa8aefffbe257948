/** A copy of plain JSON with another value at a path; `undefined` takes away what is there. What leads to it has to exist. */
export function changed(json: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof json !== 'object' || json === null) throw new Error(`there is nothing to change at ${[key, ...rest].join('.')}`);
  const copy = (Array.isArray(json) ? [...json] : { ...json }) as Record<string | number, unknown>;
  if (rest.length === 0 && value === undefined) {
    if (!Object.hasOwn(copy, key)) throw new Error(`there is no ${key} to take away`);
    delete copy[key];
  } else {
    copy[key] = changed(copy[key], rest, value);
  }
  return copy;
}
