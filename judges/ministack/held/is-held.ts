/** True when everything that is wanted is there. More may be: a default somebody filled in is no difference. */
export function isHeld(wanted: unknown, held: unknown): boolean {
  if (Array.isArray(wanted)) {
    // A policy of one action may spell it without brackets.
    const all = Array.isArray(held) ? held : [held];
    return wanted.length === all.length && wanted.every((one) => all.some((other) => isHeld(one, other)));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof held !== 'object' || held === null) return false;
    // CloudFormation writes BuildSpec where CodeBuild's own API has buildspec.
    const there = new Map(Object.entries(held).map(([key, value]) => [key.toLowerCase(), value]));
    return Object.entries(wanted).every(([key, one]) => isHeld(one, there.get(key.toLowerCase())));
  }
  return String(wanted) === String(held);
}
