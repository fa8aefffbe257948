import { awsError } from './aws-error.ts';
import { drawNext } from './random.ts';
import type { Context, Continuation, Service, Timer } from './service.ts';

/** Everything a region remembers: plain JSON, so `structuredClone`, a file and a second process are all the same thing. */
export interface RegionState {
  now: number;
  seed: number;
  order: number;
  timers: Timer[];
  /** Lambda invocations that have begun and not ended: what a process that dies takes with it. */
  invocations: Record<string, { functionName: string; payload: string; then: Continuation }>;
  knobs: Record<string, unknown>;
  services: Record<string, object>;
}

export interface RegionOptions {
  readonly services: readonly Service[];
  readonly region?: string;
  readonly account?: string;
  readonly seed?: number;
  /** Simulated time at which a new region begins, milliseconds since the epoch. */
  readonly startsAt?: number;
  /** What an earlier process left behind. Its running Lambdas died with it. */
  readonly state?: RegionState;
  /** Runs a Lambda. Absent: every invocation fails as a missing function does. */
  readonly runLambda?: (functionName: string, payload: unknown) => Promise<unknown>;
  /** Called after every change, before anybody hears of it: the place to write the state down. */
  readonly onChange?: (state: RegionState) => void;
}

export interface LambdaResult {
  readonly value?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string; readonly trace?: readonly string[] };
  /** The function never reported back: its process died, or it outlived its timeout. */
  readonly died?: boolean;
}

export type Region = ReturnType<typeof makeRegion>;

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * One AWS region in memory. It never looks at the real clock: `fireNext` moves its time to the next timer, `advanceTo`
 * to a moment; who calls them (a test by hand, `npm start` at some speed) decides how fast the world runs.
 */
export function makeRegion(options: RegionOptions) {
  const { account = '111122223333', region = 'eu-west-1' } = options;
  const services = new Map(options.services.map((service) => [service.name, service]));
  const state: RegionState = options.state ?? {
    now: options.startsAt ?? Date.UTC(2026, 10, 1),
    seed: options.seed ?? 1,
    order: 0,
    timers: [],
    invocations: {},
    knobs: {},
    services: {},
  };
  const changed = () => options.onChange?.(state);
  let running = 0;

  const context: Context = {
    partition: 'aws',
    region,
    account,
    now: () => state.now,
    state: <S>(name: string) => {
      const service = services.get(name);
      if (!service) throw new Error(`this region has no ${name}`);
      state.services[name] ??= service.empty();
      return state.services[name] as S;
    },
    random() {
      const drawn = drawNext(state.seed);
      state.seed = drawn.seed;
      return drawn.value;
    },
    between: (low, high) => low + context.random() * (high - low),
    id: (length, alphabet = letters) =>
      Array.from({ length }, () => alphabet[Math.floor(context.random() * alphabet.length)]).join(''),
    uuid: () => {
      const hex = context.id(32, '0123456789abcdef');
      return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join('-');
    },
    after(seconds, service, kind, data) {
      state.order += 1;
      const timer: Timer = { at: state.now + Math.max(0, Math.round(seconds * 1000)), order: state.order, service, kind, data };
      const position = state.timers.findIndex((other) => other.at > timer.at);
      state.timers.splice(position < 0 ? state.timers.length : position, 0, timer);
    },
    call: <Output>(service: string, operation: string, input: object) => perform(service, operation, input) as Output,
    emit: (source, detailType, resources, detail) => perform('EventBridge', 'Emit', { source, detailType, resources, detail }),
    invoke(functionName, payload, then) {
      const id = context.uuid();
      state.invocations[id] = { functionName, payload: JSON.stringify(payload ?? null), then };
      begin(id);
    },
    knob: (name) => state.knobs[name],
  };

  function perform(serviceName: string, operation: string, input: object): object {
    const service = services.get(serviceName);
    const run = service?.operations[operation];
    if (!run)
      throw awsError('UnknownOperationException', `the simulator does not model ${serviceName}.${operation}`, {
        statusCode: 404,
      });
    return run(input as never, context);
  }

  /** Lambdas run between two moments of simulated time; the clock's owner waits for `idle` before it moves on. */
  function begin(id: string): void {
    const invocation = state.invocations[id];
    if (!invocation) return;
    running += 1;
    const finish = (result: LambdaResult) => {
      running -= 1;
      if (state.invocations[id] !== invocation) return;
      delete state.invocations[id];
      context.after(0, invocation.then.service, invocation.then.kind, { ...invocation.then.data, result });
      changed();
    };
    const missing = () => Promise.reject(awsError('ResourceNotFoundException', 'Function not found'));
    const worker = workerOf(invocation.functionName);
    const run = worker ? (_name: string, payload: unknown) => worker(payload as never, context) : (options.runLambda ?? missing);
    Promise.resolve()
      .then(() => run(invocation.functionName, JSON.parse(invocation.payload)))
      .then(
        (value) => finish({ value: value === undefined ? null : JSON.parse(JSON.stringify(value)) }),
        (error: unknown) => {
          const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
          finish({ error: { errorType: name, errorMessage: message, trace: (stack ?? '').split('\n').slice(0, 3) } });
        },
      );
  }

  function workerOf(name: string) {
    return services.get(name.split(':')[0] ?? '')?.workers?.[name];
  }

  // Lambdas the last process was running ended with it; the caller learns that the way AWS tells it.
  for (const [id, invocation] of Object.entries(options.state ? state.invocations : {})) {
    if (workerOf(invocation.functionName)) {
      begin(id);
      continue;
    }
    delete state.invocations[id];
    context.after(0, invocation.then.service, invocation.then.kind, { ...invocation.then.data, result: { died: true } });
  }

  return {
    state,
    context,
    /** One API call, as the SDK's middleware makes it. */
    call(service: string, operation: string, input: object): object {
      try {
        return perform(service, operation, input);
      } finally {
        changed();
      }
    },
    /** How many Lambdas are running now. */
    running: () => running,
    nextTimerAt: (): number | undefined => state.timers[0]?.at,
    /** Moves the time to the next timer and fires it; false when there is none. */
    fireNext(): boolean {
      const timer = state.timers.shift();
      if (!timer) return false;
      state.now = Math.max(state.now, timer.at);
      const handler = services.get(timer.service)?.timers[timer.kind];
      if (!handler) throw new Error(`no timer ${timer.service}.${timer.kind}`);
      handler(timer.data as never, context);
      changed();
      return true;
    },
    /** Moves the time without firing anything; the caller fires what is due first. */
    advanceTo(moment: number): void {
      state.now = Math.max(state.now, moment);
    },
    setKnob(name: string, value: unknown): void {
      if (value === undefined) delete state.knobs[name];
      else state.knobs[name] = value;
      changed();
    },
  };
}
