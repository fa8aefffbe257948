/** A list's place, opaque to callers: base64url of the last key, or of anything else small and public. */
export function toCursor(place: object | undefined): string | undefined {
  return place === undefined ? undefined : Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Undefined for a text this service did not make. */
export function fromCursor(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return place !== null && typeof place === 'object' ? (place as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
