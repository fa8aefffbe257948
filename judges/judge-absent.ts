/** Thrown by a judge that cannot be had on this machine: it is SKIPPED by name, which is not the same as content. */
export class JudgeAbsent extends Error {
  override readonly name = 'JudgeAbsent';
}
