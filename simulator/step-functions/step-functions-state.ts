import type { ExecutionStatus, HistoryEventType } from '@aws-sdk/client-sfn';
import type { Definition } from './definition.ts';
import type { Json } from './json.ts';

/** Everything Step Functions remembers. Data in it is never changed in place except where an interface below says so. */
export interface StepFunctionsState {
  /** By ARN. */
  machines: Record<string, Machine>;
  /** By ARN, oldest first. */
  executions: Record<string, Execution>;
  /** Every task token ever issued, so that a late answer hears TaskTimedOut and not TaskDoesNotExist. */
  tokens: Record<string, Place>;
}

export interface Machine {
  arn: string;
  name: string;
  createdAt: number;
  /** All of them: a running execution keeps the revision it began with. */
  revisions: { definition: string; parsed: Definition; roleArn: string; at: number }[];
}

export interface Execution {
  arn: string;
  name: string;
  machineArn: string;
  /** As the caller named it, when he named a version. */
  versionArn?: string;
  revision: number;
  input: string;
  status: ExecutionStatus;
  startedAt: number;
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
  events: StoredEvent[];
  /** Threads of control that are alive; the execution's own is `0`. A frame that is gone was stopped or has ended. */
  frames: Record<string, Frame>;
  nextFrame: number;
  nextVisit: number;
  /** The `.sync` tasks of other executions that wait for this one. */
  waiters: Place[];
}

/** One thread of control: the execution itself, a branch of a Parallel or an item of a Map. */
export interface Frame {
  id: string;
  /** The frame whose Parallel or Map this one is a part of, and its number there. */
  parent?: string;
  index: number;
  /** Where in the definition its states are, e.g. `['States', 'Fan', 'Branches', 0]`. */
  scope: (string | number)[];
  /** Of a Map: the iteration's value. */
  item?: { value: Json };
  /** Of its latest event: what the next event follows. */
  lastEvent: number;
  /** On the way there. */
  next?: { state: string; input: Json };
  active?: Active;
}

/** The state a frame is in. */
export interface Active {
  state: string;
  input: Json;
  enteredAt: number;
  enteredEvent: number;
  /** New for every entry and every retry: a timer, a token or a Lambda of an earlier one finds another number here. */
  visit: number;
  retryCount: number;
  /** Attempts used, by position of the retrier. */
  retries: number[];
  token?: string;
  heartbeatAt?: number;
  heartbeatSeconds?: number;
  childArn?: string;
  fan?: Fan;
}

/** A Parallel or a Map at work. */
export interface Fan {
  results: Json[];
  started: number;
  ended: number;
  concurrency: number;
  /** Of a Parallel: what every branch gets. Of a Map: the effective input its ItemSelector reads. */
  input: Json;
  items?: Json[];
}

/** One visit of one state. */
export interface Place {
  executionArn: string;
  frame: string;
  visit: number;
}

export interface StoredEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: HistoryEventType;
  [details: string]: unknown;
}
