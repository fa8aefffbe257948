/** The attempt's number is in the tag: tags are immutable, so a second push of the first one's tag would be refused. */
export function imageTag(operation: string, sourceHash: string, attempt: number): string {
  return `${sourceHash.slice(0, 12)}-${operation}-${attempt}`;
}

/** The operation of that environment whose tag it is; undefined: somebody else's. */
export function operationOfTag(environment: string, tag: string): string | undefined {
  const operation = taggedBy(tag);
  return operation && environmentOf(operation) === environment ? operation : undefined;
}

/** The environment for which an operation of ours pushed the tag; undefined: it is none of our tags. */
export function environmentOfTag(tag: string): string | undefined {
  const operation = taggedBy(tag);
  return operation && environmentOf(operation);
}

const taggedBy = (tag: string) => /^[0-9a-f]{12}-(.+-[a-z]{5}-[a-z]{5})-[1-9][0-9]*$/.exec(tag)?.[1];
const environmentOf = (operation: string) => operation.slice(0, -'-bavan-rorug'.length);
