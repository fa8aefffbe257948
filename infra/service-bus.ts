import type { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';

/**
 * Where Moorage tells others what happened (schemas/event.schema.json); rules are written against its name.
 * No archive: an operation and its timeline are in the record.
 */
export function serviceBus(stack: Stack): EventBus {
  return new EventBus(stack, 'Bus', { eventBusName: 'moorage', description: 'Moorage, events out' });
}
