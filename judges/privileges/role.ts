export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A role as IAM sees it: what its policies allow, at most what its boundary allows, and its own tags. */
export interface Role {
  readonly arn: string;
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
  readonly tags?: Readonly<Record<string, string>>;
}
