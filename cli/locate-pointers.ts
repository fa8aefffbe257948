/**
 * Line of every member and element of a JSON text, by RFC 6901 pointer. The text has been through JSON.parse before:
 * this scan only counts lines and trusts the syntax.
 */
export const locatePointers = (text: string): ReadonlyMap<string, number> => {
  const lines = new Map<string, number>();
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g;
  let line = 1;
  const next = (): string => {
    for (;;) {
      const token = tokens.exec(text)?.[0] ?? '';
      if (token !== '\n') return token;
      line += 1;
    }
  };
  const value = (pointer: string, first: string): void => {
    if (!lines.has(pointer)) lines.set(pointer, line);
    if (first === '{') object(pointer);
    if (first === '[') array(pointer);
  };
  const object = (pointer: string): void => {
    for (let token = next(); token !== '}' && token !== ''; token = next()) {
      if (token === ',') continue;
      const key = String(JSON.parse(token)).replaceAll('~', '~0').replaceAll('/', '~1');
      lines.set(`${pointer}/${key}`, line);
      next();
      value(`${pointer}/${key}`, next());
    }
  };
  const array = (pointer: string): void => {
    let index = 0;
    for (let token = next(); token !== ']' && token !== ''; token = next()) {
      if (token === ',') continue;
      value(`${pointer}/${index}`, token);
      index += 1;
    }
  };
  value('', next());
  return lines;
};
