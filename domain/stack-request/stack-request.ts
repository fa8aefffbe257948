import type { Spec } from '../../schemas/gen/spec.types.ts';

/** What CloudFormation has asked about one resource of a customer's stack, and what it was told. */
export interface StackRequest {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly stackId: string;
  readonly logicalId: string;
  readonly requestId: string;
  /** The resource, as the one who acts: `<stack id>|<logical id>`. It owns the environments it has made. */
  readonly actor: string;
  /** As CloudFormation knows the resource; never with a Create. One we never gave out was made up by CloudFormation. */
  readonly knownAs?: string;
  /** What the resource is called if this request makes its environment, and what one that fails is called meanwhile. */
  readonly physicalId: string;
  /** The environment it is about; for a Delete of something unknown, none. */
  readonly environment?: string;
  /** CloudFormation has been seen to ask. */
  readonly asked?: true;
  /** Physical ids of what the resource has made, and what has to go besides. Absent until that is known: then it is served. */
  readonly strays?: readonly string[];
  /** The request of the resource that has taken the place of this one, which begins nothing any more. */
  readonly superseded?: string;
  /** Somebody is about to open its operation, since then. */
  readonly openingAt?: string;
  readonly spec?: Spec;
  /** Why it cannot be taken up at all: what is told at once. */
  readonly fault?: string;
  /** Where it is answered. A credential: it is forgotten once that is done. */
  readonly responseUrl: string;
  /** When CloudFormation has asked, as the address says; deadlines count from there. */
  readonly askedAt: string;
  readonly receivedAt: string;
  /** How long CloudFormation waits for the resource itself. */
  readonly timeoutSeconds: number;
  /** From here on the answer is FAILED: what runs is stopped, and what it leaves is cleared away afterwards. */
  readonly givesUpAt: string;
  /** CloudFormation waits no longer. */
  readonly endsAt: string;
  /** What it has opened. */
  readonly operation?: string;
  /** What it was told, byte for byte; the first decision stays. */
  readonly answer?: string;
  readonly succeeded?: boolean;
  readonly answeredAt?: string;
  /**
   * A wait condition's address: then the resource is answered as soon as the work has begun, and this is told what came of it,
   * up to twelve hours later. A credential like the other.
   */
  readonly signalUrl?: string;
  /** Says which address that was, when it is forgotten: a handle is heard once. */
  readonly signalHash?: string;
  readonly signalled?: string;
  /** Nobody waits for anything of it any more. */
  readonly closed?: true;
}

/** What an answer says. */
export type Verdict =
  | { readonly status: 'SUCCESS'; readonly data?: Readonly<Record<string, string>> }
  | { readonly status: 'FAILED'; readonly reason: string };
