import { describe, expect, it } from 'vitest';
import { makeBus } from '../../cloud/bus.ts';
import { environmentExpiring } from '../../domain/events/environment-expiring.ts';
import { connectTo } from '../../simulator/connect.ts';
import { eventBridge } from '../../simulator/eventbridge/eventbridge.ts';
import { makeRegion } from '../../simulator/region.ts';
import type { Service } from '../../simulator/service.ts';

const event = environmentExpiring({
  environment: 'shop',
  revision: 1,
  at: '2026-11-01T00:00:00.000Z',
  expiresAt: '2026-11-02T00:00:00.000Z',
});

describe('the bus', () => {
  it('takes an event with its source, type, time and detail', async () => {
    const heard: unknown[] = [];
    const region = makeRegion({ services: [eventBridge], runLambda: async (_, given) => void heard.push(given) });
    region.call('EventBridge', 'CreateEventBus', { Name: 'moorage' });
    const rule = { EventBusName: 'moorage', Name: 'all', EventPattern: '{"source":["moorage"]}' };
    region.call('EventBridge', 'PutRule', rule);
    region.call('EventBridge', 'PutTargets', { EventBusName: 'moorage', Rule: 'all', Targets: [{ Id: '1', Arn: 'arn:f' }] });

    await makeBus(connectTo(region), 'moorage').publish(event);

    region.fireNext();
    await new Promise(setImmediate);
    expect(heard).toMatchObject([
      { source: 'moorage', 'detail-type': 'Environment Expiring', time: '2026-11-01T00:00:00Z', detail: event.detail },
    ]);
  });

  it('fails when EventBridge answers well and says of the entry that it did not take it', async () => {
    const Entries = [{ ErrorCode: 'InternalFailure', ErrorMessage: 'Internal failure.' }];
    const refusing: Service = {
      ...eventBridge,
      operations: { ...eventBridge.operations, PutEvents: () => ({ FailedEntryCount: 1, Entries }) },
    };
    const bus = makeBus(connectTo(makeRegion({ services: [refusing] })), 'moorage');

    await expect(bus.publish(event)).rejects.toMatchObject({ name: 'InternalFailure', message: 'Internal failure.' });
  });

  it('cannot tell that there is no such bus: EventBridge takes the event and drops it', async () => {
    const bus = makeBus(connectTo(makeRegion({ services: [eventBridge] })), 'moorage');

    await expect(bus.publish(event)).resolves.toBeUndefined();
  });
});
