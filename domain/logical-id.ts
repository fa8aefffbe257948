/**
 * `via-nat` → `ViaNat`: the stem of a name's logical ids and stack parameters. Two names may share a stem (`a-1`, `a1`);
 * the findings refuse such a spec, so a stem stands for one service or image.
 */
export function logicalId(name: string): string {
  return name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}
