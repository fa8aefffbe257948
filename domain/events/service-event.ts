import type { EventDetails } from '../../schemas/gen/event.types.ts';

export type EventType = keyof EventDetails;

/** What Moorage tells others on its bus: a detail-type, and the detail that belongs to it. */
export type ServiceEvent = { [type in EventType]: { readonly type: type; readonly detail: EventDetails[type] } }[EventType];
