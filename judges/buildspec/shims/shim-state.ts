import { appendFileSync, readFileSync } from 'node:fs';

/** What the judge tells its shims, in a file: nothing of it is in the build's environment. */
export interface ShimState {
  /** Where Docker Hub really is. */
  readonly hub: string;
  readonly ecrPassword: string;
}

export const readState = (folder: string): ShimState => JSON.parse(readFileSync(`${folder}/state.json`, 'utf8'));

export const record = (folder: string, argv: readonly string[]) =>
  appendFileSync(`${folder}/calls.jsonl`, `${JSON.stringify(argv)}\n`);

/** Not a failure of the build but of the judge, which would go on judging something it does not understand. */
export const refuse = (folder: string, argv: readonly string[], why: string) =>
  appendFileSync(`${folder}/refusals.jsonl`, `${JSON.stringify(`${argv.join(' ')}: ${why}`)}\n`);
