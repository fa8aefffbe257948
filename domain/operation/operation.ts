import type {
  Cost,
  Diagnosis,
  EnvironmentStatus,
  LastFailure,
  OperationKind,
  OperationStatus,
  Outputs,
  Phase,
  Trigger,
} from '../../schemas/gen/api.types.ts';
import type { ErrorName } from '../errors.ts';
import type { ImageJob } from '../image/image-job.ts';
import type { BuildSource, EffectiveBuild } from '../spec/effective-spec.ts';
import type { AppliedStack, Serving } from './serving.ts';
import type { StackKind } from './stack-kind.ts';

/** One asked-for change as it is recorded: a single item, so that every rule about it is one conditional write. */
export interface Operation {
  readonly id: string;
  readonly environment: string;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  /** The revision it makes; for DELETE the one it removes. */
  readonly revision: number;
  readonly trigger: Trigger;
  readonly actor: string;
  /** ISO 8601, UTC, like every time in the record. */
  readonly openedAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  /** sha256 of the request, so that a repeated Idempotency-Key with another body is noticed. */
  readonly requestHash: string;
  /** Of the spec it was accepted with. */
  readonly specHash?: string;
  /** The execution that drives it now; recover replaces it. */
  readonly execution: string;
  readonly recoveries: number;
  /** When the watchman last took it up. */
  readonly takenUpAt?: string;
  readonly cancelled?: { readonly by: string; readonly at: string; readonly reason?: string };
  /** It waited behind another and was not to begin any more: once it is out of its place, this is what cancelled it. */
  readonly dismissed?: NonNullable<Operation['cancelled']>;
  readonly plan?: Plan;
  readonly attempts: Readonly<Record<string, Attempt>>;
  readonly waits: Readonly<Record<string, OpenWait>>;
  /** Every failure of every branch, under phase, subject and name, so that telling one twice adds nothing. */
  readonly causes: Readonly<Record<string, Cause>>;
  readonly diagnosis?: Diagnosis;
  /** What Settle decided the environment becomes; kept here so that the second write can be repeated by anybody. */
  readonly result?: Result;
  readonly transitions?: number;
  readonly cost?: Cost;
}

export interface Result {
  readonly becomes: EnvironmentStatus | 'GONE';
  readonly serving?: Serving;
  readonly outputs?: Outputs;
  readonly monthlyCost?: Cost;
  /** As the spec that serves now says. */
  readonly protected?: boolean;
  /** The operation changed nothing but `paused`. */
  readonly onlyPauses?: true;
  /** Why it changed nothing at all: the environment is as it was before, and what served serves. */
  readonly unchanged?: string;
  readonly lastFailure?: LastFailure;
  readonly stuck?: string;
}

/** What the planner decided; everything a later step needs beside the record and AWS. */
export interface Plan {
  /** Templates of this operation by stack, as keys in the bucket; absent: the spec needs no such stack. */
  readonly stacks: Readonly<Partial<Record<StackKind, PlannedStack>>>;
  /** Stacks rendered once more without what only the previous revision needed, in the order they are applied. */
  readonly contract: readonly ContractedStack[];
  readonly images: readonly PlannedImage[];
  readonly services: readonly PlannedService[];
}
export interface PlannedStack extends AppliedStack {
  /** Parameters known only when the stack is started: outputs of the foundation, images with their digests. */
  readonly late: readonly string[];
}
export type ContractedStack = { readonly stack: StackKind } & (
  | { readonly remove: true }
  | ({ readonly remove: false } & PlannedStack)
);
export interface PlannedImage extends Pick<ImageJob, 'key' | 'repository' | 'architecture' | 'sourceHash' | 'uses'> {
  readonly source: { readonly kind: 'mirror'; readonly reference: string } | PlannedBuild;
  readonly dockerHubSecret?: string;
  /** The image an earlier operation made of the same source: it is taken as it is, and nothing is built. */
  readonly made?: string;
  /** What `made` was made of, where its build knew it. */
  readonly madeOf?: string;
  /** What serves, made of the same source: the build is told of it, and makes nothing while its inputs are these. */
  readonly serves?: Required<MadeImage>;
}
/** An image with its digest. `inputs` is sha256 over what it was made of; absent: its build could not know. */
export interface MadeImage {
  readonly image: string;
  readonly inputs?: string;
}
export interface PlannedBuild extends Pick<EffectiveBuild, 'path' | 'dockerfile' | 'target' | 'args'> {
  readonly kind: 'build';
  readonly name: string;
  readonly from: PlannedSource;
}
/** Where a build finds its source: a zip under a key of our own bucket, the caller's zip, or a repository. */
export type PlannedSource =
  | { readonly kind: 'context'; readonly key: string }
  | Extract<BuildSource, { readonly kind: 's3' | 'git' }>;
export interface PlannedService {
  readonly name: string;
  readonly desiredCount: number;
  readonly architecture: string;
  /** Its own first, then the sidecars. */
  readonly containers: readonly PlannedContainer[];
  readonly exec: boolean;
  readonly logs: boolean;
  /** Its tasks have addresses of their own on the internet. */
  readonly public: boolean;
  /** The name other services call it by; absent: none may. */
  readonly host?: string;
}
export interface PlannedContainer {
  readonly name: string;
  /** Of the services stack: takes its image. */
  readonly parameter: string;
  readonly image: { readonly job: string } | { readonly reference: string };
}

/** What a step is about; the wait remembers it, so that a doorbell can look at the same thing. */
export type Target =
  | { readonly kind: 'stack'; readonly stack: StackKind; readonly action: 'apply' | 'contract' | 'undo' }
  | { readonly kind: 'build'; readonly image: string; readonly action: 'build' | 'stop' }
  | { readonly kind: 'deployment'; readonly action: 'stabilize' };

/** One start of one thing. Written before the call it stands for; the token of that call is made from its identity. */
export interface Attempt {
  readonly subject: string;
  readonly action: AttemptAction;
  readonly n: number;
  readonly at: string;
  readonly deadline: string;
  /** When the call came back: from here on a look that does not show it is stale, not news. */
  readonly acknowledgedAt?: string;
  /** What AWS calls it: stack id, build id. */
  readonly reference?: string;
  readonly outcome?: 'DONE' | 'FAILED';
  readonly endedAt?: string;
  readonly reason?: string;
  readonly link?: string;
  /** Of a build: the inputs it is told of. Where it finds the same it makes nothing. */
  readonly servingInputs?: string;
  /** Of a finished build: the image with its digest, and what it was made of. */
  readonly image?: string;
  readonly inputs?: string;
  /** It made nothing: its image is the one that served. */
  readonly unchanged?: true;
  /** What the call carries beside its token, so that repeating it repeats every byte. */
  readonly call?: AppliedStack;
}
export type AttemptAction = 'create' | 'update' | 'delete' | 'cancel-update' | 'continue-rollback' | 'build' | 'stop';

export interface OpenWait {
  readonly target: Target;
  readonly phase: Phase;
  readonly token: string;
  /** Orders the entries of one step: the state's entered time, then its retry count. A later entry's token wins. */
  readonly entry: string;
  readonly since: string;
  readonly looksAgainAt: string;
  readonly givesUpAt: string;
  readonly detail?: string;
}

export interface Cause {
  readonly name: ErrorName | string;
  readonly phase: Phase;
  readonly subject: string;
  readonly message: string;
  readonly at: string;
}
