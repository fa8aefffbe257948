import { randomUUID } from 'node:crypto';
import { envelopeOf } from '../../simulator/eventbridge/deliver-event.ts';
import type { Region } from '../../simulator/region.ts';
import type { EmittedEvent } from './judge-event.ts';
import type { Tally } from './tally.ts';

interface Options {
  /** False for a service that is a stand-in. */
  readonly judges?: (service: string) => boolean;
  readonly judgesInput?: boolean;
}

/**
 * Shows the tally every answer and every event of this region. Wrapped from outside, because what is judged must not
 * know of it: a client's call goes through `call`, a service's through its context. Nothing is drawn from the region's
 * chance, so that the run is the run it would have been.
 */
export function recordRegion(region: Region, tally: Tally, { judges = () => true, judgesInput = true }: Options = {}): void {
  const { context } = region;
  const { call: sdkCall } = region;
  const { call, emit, invoke } = context;
  const recorded = <T>(service: string, operation: string, given: { input?: object }, run: () => T): T => {
    let output: T;
    try {
      output = run();
    } catch (error) {
      if (judges(service)) tally.answer({ service, operation, ...given, error });
      throw error;
    }
    if (judges(service)) tally.answer({ service, operation, ...given, output });
    return output;
  };
  region.call = (service, operation, input) => {
    // A copy, because an operation may change what it was given.
    const given = judgesInput ? { input: structuredClone(input) } : {};
    return recorded(service, operation, given, () => sdkCall(service, operation, input));
  };
  // What a service says to its neighbour inside AWS is its own affair; what it is answered is not.
  context.call = (service, operation, input) => recorded(service, operation, {}, () => call(service, operation, input));
  context.emit = (source, detailType, resources, detail) => {
    const event = envelopeOf({ source, detailType, resources, detail }, { ...context, uuid: randomUUID });
    tally.event({ ...event });
    emit(source, detailType, resources, detail);
  };
  // What a rule's target gets, a schedule's ticks among it.
  context.invoke = (functionName, payload, then) => {
    if (then.service === 'EventBridge' && isEvent(payload)) tally.event(payload);
    invoke(functionName, payload, then);
  };
}

function isEvent(payload: unknown): payload is EmittedEvent {
  return typeof payload === 'object' && payload !== null && 'detail-type' in payload;
}
