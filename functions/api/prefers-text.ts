/** A terminal asks for text by name; whoever takes anything gets JSON. */
export function prefersText(accept: string): boolean {
  const text = accept.indexOf('text/plain');
  const json = accept.indexOf('application/json');
  return text >= 0 && (json < 0 || text < json);
}
