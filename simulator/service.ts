/**
 * What a simulated AWS service is: operations (what the SDK can ask) and timers (what happens later), both plain
 * synchronous functions over plain JSON state. Nothing that outlives a call is a closure, so the whole region can be
 * written down between any two lines and read back by another process.
 */
export interface Service {
  /** The SDK's client name without "Client", e.g. `CloudFormation`. Also the key of its state. */
  readonly name: string;
  readonly empty: () => object;
  /** Keyed by API operation, e.g. `CreateStack`. Input and output have the SDK's shapes (Dates included). Throw `awsError`. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Keyed by timer kind. A timer fires at least once its time has come, in order of time, then of scheduling. */
  readonly timers: Readonly<Record<string, TimerHandler>>;
  /**
   * Work of the service's own that has to be asynchronous (a build's shell). Started by `context.invoke` under its key,
   * e.g. `CodeBuild:run`; like a Lambda it ends in a continuation, and unlike one it is not ours: after a restart it is
   * simply run again, so it must not matter that it is.
   */
  readonly workers?: Readonly<Record<string, (payload: never, context: Context) => Promise<unknown>>>;
}

/** An operation knows the SDK's type of its input; who dispatches to all of them cannot, and hands over a `never`. */
export type Operation = (input: never, context: Context) => object;
/** Its data is what the service itself has scheduled. */
export type TimerHandler = (data: never, context: Context) => void;

export interface Timer {
  /** Milliseconds since the epoch, simulated. */
  readonly at: number;
  /** Breaks ties: scheduling order. */
  readonly order: number;
  readonly service: string;
  readonly kind: string;
  readonly data: object;
}

/** Where the result of a Lambda invocation goes: the timer `kind` of `service` is called with `{...data, result}`. */
export interface Continuation {
  readonly service: string;
  readonly kind: string;
  readonly data: object;
}

/** What an operation or a timer may do. Every effect is synchronous and lands in the region's state. */
export interface Context {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Milliseconds since the epoch, simulated. */
  now(): number;
  /** The service's own state, mutable, plain JSON (no Date, no class, no undefined in arrays). */
  state<S>(service: string): S;
  /** Seeded: the same run draws the same numbers. 0 ≤ x < 1. */
  random(): number;
  /** Seeded, uniform, seconds or whatever unit the caller means. */
  between(low: number, high: number): number;
  /** Seeded letters and digits, as AWS puts behind physical names. */
  id(length: number, alphabet?: string): string;
  uuid(): string;
  /** Calls the timer `kind` of `service` after that many simulated seconds. */
  after(seconds: number, service: string, kind: string, data: object): void;
  /** Another service's operation, as AWS services call one another; throws what it throws. */
  call<Output = unknown>(service: string, operation: string, input: object): Output;
  /** Puts an event of an AWS service on the default bus. */
  emit(source: string, detailType: string, resources: readonly string[], detail: object): void;
  /** Starts a Lambda; its end, value or error, comes back through the continuation, never twice. */
  invoke(functionName: string, payload: unknown, then: Continuation): void;
  /** A switch a test set on the region, e.g. `events.lost`; undefined when it is not set. */
  knob(name: string): unknown;
}
