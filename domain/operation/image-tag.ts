/** The attempt's number is in the tag: tags are immutable, so a second push of the first one's tag would be refused. */
export function imageTag(operation: string, sourceHash: string, attempt: number): string {
  return `${sourceHash.slice(0, 12)}-${operation}-${attempt}`;
}
