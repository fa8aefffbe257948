import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { ServiceEvent } from '../domain/events/service-event.ts';
import type { Connect } from './connect.ts';

export interface Bus {
  /** Puts one event on the bus; throws when EventBridge did not take it. */
  publish(event: ServiceEvent): Promise<void>;
}

/** Less than any caller's own time: a bus that never answers must not take its caller with it. Milliseconds, repeats included. */
const patienceMs = 4000;

export function makeBus(connect: Connect, name: string): Bus {
  const client = connect(EventBridgeClient);
  return {
    async publish({ type, detail }) {
      const answer = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              Source: 'moorage',
              DetailType: type,
              Detail: JSON.stringify(detail),
              EventBusName: name,
              Time: new Date(detail.at),
            },
          ],
        }),
        { abortSignal: AbortSignal.timeout(patienceMs) },
      );
      if (!answer.FailedEntryCount) return;
      // 200, and yet not taken: the refusal is in the entry.
      const { ErrorCode = 'InternalFailure', ErrorMessage = '' } = answer.Entries?.[0] ?? {};
      throw Object.assign(new Error(ErrorMessage), { name: ErrorCode });
    },
  };
}
