import { canonicalJson, sha256 } from '../hash.ts';
import type { StackKind } from './stack-kind.ts';

interface Hashed {
  readonly templateHash: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What of a plan decides about what it brings about; a recorded plan has it all. */
export interface Hashable {
  readonly stacks: Readonly<Partial<Record<StackKind, Hashed>>>;
  readonly contract: readonly ({ readonly stack: StackKind } & (
    | { readonly remove: true }
    | ({ readonly remove: false } & Hashed)
  ))[];
  readonly images: readonly { readonly sourceHash: string }[];
}

/**
 * Names what a plan brings about, whatever stands before. Beside the templates the values of their parameters and what images are made of count:
 * another file in a build changes no template.
 */
export function outcomeHash({ stacks, contract, images }: Hashable): string {
  const hashed = ({ templateHash, parameters }: Hashed) => ({ templateHash, parameters });
  return sha256(
    canonicalJson({
      stacks: Object.fromEntries(Object.entries(stacks).map(([stack, one]) => [stack, hashed(one)])),
      contract: contract.map((one) => ({ stack: one.stack, ...(one.remove ? {} : hashed(one)) })),
      images: images.map(({ sourceHash }) => sourceHash),
    }),
  );
}
