import type { StackKind } from './stack-kind.ts';

/** What runs: the revision, and how every stack was last brought there. */
export interface Serving {
  readonly revision: number;
  readonly operation: string;
  readonly blueprintVersion: string;
  readonly stacks: Readonly<Partial<Record<StackKind, AppliedStack>>>;
  /** Image by the parameter of the services stack that takes it; with its digest, unless it is pulled in place by tag. */
  readonly images: Readonly<Record<string, string>>;
}

/** What a stack was last brought to: the way back after a failed update. */
export interface AppliedStack {
  readonly templateKey: string;
  readonly templateHash: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Its outputs that are names in the VPC: one that leaves has to be empty first. */
  readonly names?: readonly string[];
}
