/** Where what came differs from what was wanted; undefined where it has everything that was wanted. */
export function difference(came: unknown, wanted: unknown, at = 'the answer'): string | undefined {
  if (wanted instanceof RegExp) return wanted.test(String(came)) ? undefined : `${at} is ${shown(came)}, not like ${wanted}`;
  if (typeof wanted !== 'object' || wanted === null)
    return came === wanted ? undefined : `${at} is ${shown(came)}, not ${shown(wanted)}`;
  if (typeof came !== 'object' || came === null) return `${at} is ${shown(came)}, not ${shown(wanted)}`;
  if (Array.isArray(wanted) && (!Array.isArray(came) || came.length !== wanted.length))
    return `${at} is ${shown(came)}, not ${shown(wanted)}`;
  for (const [key, value] of Object.entries(wanted)) {
    const found = difference((came as Record<string, unknown>)[key], value, `${at}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const shown = (value: unknown) =>
  (JSON.stringify(value, (_key, part) => (part instanceof RegExp ? String(part) : part)) ?? 'missing').slice(0, 300);
