import type { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';

/**
 * Where Moorage will tell others what happened. Nothing is sent yet; it is here so that rules can be written against its name.
 * No archive: an operation and its timeline are in the record.
 */
export function serviceBus(stack: Stack): EventBus {
  return new EventBus(stack, 'Bus', { eventBusName: 'moorage', description: 'Moorage, events out' });
}
