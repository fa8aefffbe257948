/** What somebody we did not write says about our work. */
export interface Verdict {
  /** How many things were judged. A judge that judged nothing proves nothing: 0 is a failure of the run. */
  readonly cases: number;
  /** One sentence each, naming the case. */
  readonly failures: readonly string[];
  /** Cases that could not be judged here, each with its reason. */
  readonly skipped: readonly string[];
  /** What this judge is known not to see, or is known to see wrongly; each is asserted to be still so. */
  readonly knownGaps: readonly string[];
}
