/**
 * The images a Dockerfile builds on: every FROM that names one, not an earlier stage, not `scratch`, and not what only a
 * build argument says.
 */
export function baseImages(dockerfile: string): readonly string[] {
  const stages = new Set<string>(['scratch']);
  const images = new Set<string>();
  for (const line of dockerfile.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const match = /^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?\s*$/i.exec(line);
    if (!match) continue;
    const [, image = '', stage] = match;
    if (!stages.has(image.toLowerCase()) && !image.includes('$')) images.add(image);
    if (stage) stages.add(stage.toLowerCase());
  }
  return [...images];
}
