/** Whether a text is what a pattern says: `*` inside an ARN stands for any text, anywhere else for itself. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (!pattern.startsWith('arn:') || last === undefined) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  // Each part as early as it is found: no text needs going back, so no pattern takes long.
  const inner = text.slice(first.length, text.length - last.length);
  let from = 0;
  return rest.every((part) => {
    const at = inner.indexOf(part, from);
    from = at + part.length;
    return at >= 0;
  });
}
