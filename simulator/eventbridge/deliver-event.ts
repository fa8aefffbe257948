import type { LambdaResult } from '../region.ts';
import type { Context } from '../service.ts';
import { matchesPattern } from './event-pattern.ts';
import type { Envelope, EventBridgeState, Rule } from './eventbridge-state.ts';

interface Delivery {
  readonly target: string;
  readonly event: unknown;
  readonly attempt: number;
}

export function publish(event: Envelope, bus: string, context: Context): void {
  for (const rule of Object.values(context.state<EventBridgeState>('EventBridge').rules))
    if (rule.bus === bus && rule.enabled && rule.pattern && matchesPattern(JSON.parse(rule.pattern), event))
      sendToTargets(rule, event, context);
}

export function envelopeOf(
  given: { source: string; detailType: string; resources: readonly string[]; detail: object; time?: Date },
  context: Context,
): Envelope {
  return {
    version: '0',
    id: context.uuid(),
    'detail-type': given.detailType,
    source: given.source,
    account: context.account,
    time: (given.time ?? new Date(context.now())).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: context.region,
    resources: given.resources,
    detail: given.detail,
  };
}

/** At least once and in no order (EventBridge user guide, "Troubleshooting"); the knobs make the rare cases common. */
function sendToTargets(rule: Rule, event: Envelope, context: Context): void {
  if (context.knob('events.lost') === true) return;
  for (const target of Object.values(rule.targets)) {
    const copies = context.knob('events.doubled') === true ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const shuffled = context.knob('events.shuffled') === true ? context.between(0, 90) : 0;
      const late = Number(context.knob('events.late') ?? 0);
      schedule({ target: target.arn, event: payloadOf(target.input, event), attempt: 1 }, shuffled + late, context);
    }
  }
}

const payloadOf = (input: string | null, event: Envelope): unknown => (input === null ? event : JSON.parse(input));

function schedule(delivery: Delivery, extraSeconds: number, context: Context): void {
  context.after(context.between(0.1, 1) + extraSeconds, 'EventBridge', 'deliver', delivery);
}

export function deliver(delivery: Delivery, context: Context): void {
  context.invoke(delivery.target, delivery.event, { service: 'EventBridge', kind: 'delivered', data: delivery });
}

/** Lambda runs a failed asynchronous event twice more, one minute and then two minutes later, and drops it then. */
export function delivered(delivery: Delivery & { result: LambdaResult }, context: Context): void {
  const { result, ...again } = delivery;
  if (!result.error && !result.died) return;
  if (delivery.attempt < 3) {
    context.after(delivery.attempt * 60, 'EventBridge', 'deliver', { ...again, attempt: delivery.attempt + 1 });
    return;
  }
  context.state<EventBridgeState>('EventBridge').dropped.push({
    target: delivery.target,
    event: delivery.event as object,
    error: result.error?.errorMessage ?? 'the function died',
    at: context.now(),
  });
}

/** The first tick comes one whole period after the rule was made (EventBridge user guide, "Rate expressions"). */
export function startSchedule(rule: Rule, context: Context): void {
  const seconds = secondsOf(rule.schedule);
  if (!rule.enabled || seconds === undefined) return;
  context.after(seconds, 'EventBridge', 'tick', { rule: keyOf(rule.bus, rule.name), generation: rule.generation });
}

export function tick(data: { rule: string; generation: number }, context: Context): void {
  const rule = context.state<EventBridgeState>('EventBridge').rules[data.rule];
  if (rule?.generation !== data.generation || !rule.enabled) return;
  const given = { source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.arn], detail: {} };
  const event = envelopeOf(given, context);
  for (const target of Object.values(rule.targets))
    schedule({ target: target.arn, event: payloadOf(target.input, event), attempt: 1 }, 0, context);
  startSchedule(rule, context);
}

export function secondsOf(expression: string | null): number | undefined {
  const [, count, unit = ''] = expression?.match(/^rate\((\d+) (minutes?|hours?|days?)\)$/) ?? [];
  const length = { minute: 60, hour: 3600, day: 86_400 }[unit.replace(/s$/, '')];
  // "rate(1 minutes)" and "rate(5 minute)" are refused: the unit must agree with the number.
  if (!length || !Number(count) || (Number(count) === 1) === unit.endsWith('s')) return undefined;
  return Number(count) * length;
}

export const keyOf = (bus: string, name: string) => `${bus}/${name}`;
