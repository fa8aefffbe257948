import { type EventField, eventShapes } from './event-shapes.ts';
import type { ModelOf } from './service-models.ts';

/** An event as a target gets it. */
export interface EmittedEvent {
  readonly 'detail-type': string;
  readonly source: string;
  readonly detail: unknown;
  readonly [member: string]: unknown;
}

/** What every event is wrapped in: https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html */
const envelope: EventField = {
  version: { oneOf: ['0'] },
  id: { matches: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/ },
  'detail-type': 'text',
  source: 'text',
  account: { matches: /^\d{12}$/ },
  time: { matches: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/ },
  region: { matches: /^[a-z]{2}(-[a-z]+)+-\d$/ },
  resources: ['text'],
  detail: 'anything',
};

/** Everything that is wrong with an event. What an event of AWS may hold, its documentation says; of ours, only we know. */
export function judgeEvent(event: EmittedEvent, modelOf: ModelOf): string[] {
  const name = `event ${event.source} ${event['detail-type']}`;
  const shape = eventShapes(modelOf)[`${event.source} ${event['detail-type']}`];
  const complaints = [
    ...aboutField(event, envelope, ''),
    ...(shape ? aboutField(event.detail, shape, 'detail') : []),
    ...(!shape && /^aws\./.test(event.source) ? ['AWS documents no such event'] : []),
  ];
  return complaints.map((complaint) => `${name}: ${complaint}`);
}

function aboutField(value: unknown, field: EventField, path: string): string[] {
  if (field === 'anything') return [];
  if (typeof field === 'string') return isOfKind(value, field) ? [] : [`${path} is ${JSON.stringify(value)}, not ${field}`];
  if (Array.isArray(field)) {
    if (!Array.isArray(value)) return [`${path} is ${JSON.stringify(value)}, not a list`];
    return value.flatMap((entry) => aboutField(entry, field[0], `${path}[]`));
  }
  if (isOneOf(field))
    return field.oneOf.includes(value as string) ? [] : [`${path} is ${JSON.stringify(value)}, which is unknown`];
  if (isMatching(field))
    return typeof value === 'string' && field.matches.test(value) ? [] : [`${path} is ${JSON.stringify(value)}, which cannot be`];
  if (isNullable(field)) return value === null ? [] : aboutField(value, field.orNull, path);
  return aboutMembers(value, field as Readonly<Record<string, EventField>>, path);
}

function aboutMembers(value: unknown, fields: Readonly<Record<string, EventField>>, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`];
  const members = value as Record<string, unknown>;
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const missing = Object.keys(fields).filter((name) => !name.endsWith('?') && members[name] === undefined);
  return [
    ...missing.map((name) => `${at(name)} is missing`),
    ...Object.entries(members).flatMap(([name, inner]) => {
      if (inner === undefined) return [];
      const field = fields[name] ?? fields[`${name}?`];
      return field === undefined ? [`${at(name)} does not exist`] : aboutField(inner, field, at(name));
    }),
  ];
}

function isOfKind(value: unknown, kind: 'text' | 'number' | 'flag' | 'moment' | 'milliseconds'): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'moment') return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
  // A moment in seconds would be a moment in January 1970.
  return typeof value === 'number' && (kind === 'number' || value > 1e11);
}

const isOneOf = (field: object): field is { oneOf: readonly string[] } => 'oneOf' in field;
const isMatching = (field: object): field is { matches: RegExp } => 'matches' in field;
const isNullable = (field: object): field is { orNull: EventField } => 'orNull' in field;
