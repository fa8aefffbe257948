import type { PutEventsRequestEntry, PutRuleRequest, PutTargetsRequest } from '@aws-sdk/client-eventbridge';
import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import { deliver, delivered, envelopeOf, keyOf, publish, secondsOf, startSchedule, tick } from './deliver-event.ts';
import { parsePattern } from './event-pattern.ts';
import type { EventBridgeState, Rule } from './eventbridge-state.ts';

export const eventBridge: Service = {
  name: 'EventBridge',
  empty: (): EventBridgeState => ({ buses: [], rules: {}, dropped: [] }),
  timers: { deliver, delivered, tick },
  operations: {
    /** Internal: how an AWS service puts an event of its own on the default bus. */
    Emit(given: { source: string; detailType: string; resources: readonly string[]; detail: object }, context) {
      publish(envelopeOf(given, context), 'default', context);
      return {};
    },
    CreateEventBus(input: { Name: string }, context) {
      const { buses } = context.state<EventBridgeState>('EventBridge');
      if (input.Name === 'default' || buses.includes(input.Name))
        throw awsError('ResourceAlreadyExistsException', `Event bus ${input.Name} already exists.`);
      buses.push(input.Name);
      return { EventBusArn: `arn:${context.partition}:events:${context.region}:${context.account}:event-bus/${input.Name}` };
    },
    PutRule(input: PutRuleRequest & { Name: string }, context) {
      const bus = busOf(input.EventBusName, context);
      const { EventPattern, ScheduleExpression } = input;
      if (!EventPattern && !ScheduleExpression)
        throw awsError('ValidationException', 'Parameter(s) EventPattern or ScheduleExpression must be specified.');
      if (EventPattern) parsePattern(EventPattern);
      if (ScheduleExpression && secondsOf(ScheduleExpression) === undefined)
        throw awsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
      if (ScheduleExpression && bus !== 'default')
        throw awsError('ValidationException', 'ScheduleExpression is supported only on the default event bus.');
      const { rules } = context.state<EventBridgeState>('EventBridge');
      const before = rules[keyOf(bus, input.Name)];
      const path = bus === 'default' ? input.Name : `${bus}/${input.Name}`;
      const rule: Rule = {
        name: input.Name,
        arn: `arn:${context.partition}:events:${context.region}:${context.account}:rule/${path}`,
        bus,
        description: input.Description ?? '',
        pattern: EventPattern ?? null,
        schedule: ScheduleExpression ?? null,
        enabled: input.State !== 'DISABLED',
        generation: (before?.generation ?? 0) + 1,
        targets: before?.targets ?? {},
      };
      rules[keyOf(bus, input.Name)] = rule;
      startSchedule(rule, context);
      return { RuleArn: rule.arn };
    },
    PutTargets(input: PutTargetsRequest & { Rule: string }, context) {
      const rule = ruleOf(input.EventBusName, input.Rule, context);
      for (const { Id = '', Arn = '', Input } of input.Targets ?? [])
        rule.targets[Id] = { id: Id, arn: Arn, input: Input ?? null };
      // More than five targets per rule is over the quota (EventBridge quotas).
      if (Object.keys(rule.targets).length > 5)
        throw awsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets(input: { Rule: string; EventBusName?: string; Ids: string[] }, context) {
      const rule = ruleOf(input.EventBusName, input.Rule, context);
      for (const id of input.Ids) delete rule.targets[id];
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    DeleteRule(input: { Name: string; EventBusName?: string }, context) {
      const bus = busOf(input.EventBusName, context);
      const { rules } = context.state<EventBridgeState>('EventBridge');
      const rule = rules[keyOf(bus, input.Name)];
      // Deleting a rule that is not there succeeds (DeleteRule API reference).
      if (rule && Object.keys(rule.targets).length > 0)
        throw awsError('ValidationException', "Rule can't be deleted since it has targets.");
      delete rules[keyOf(bus, input.Name)];
      return {};
    },
    ListRules(input: { NamePrefix?: string; EventBusName?: string }, context) {
      const bus = busOf(input.EventBusName, context);
      const all = Object.values(context.state<EventBridgeState>('EventBridge').rules);
      const Rules = all.filter((rule) => rule.bus === bus && rule.name.startsWith(input.NamePrefix ?? '')).map(described);
      return { Rules };
    },
    DescribeRule: (input: { Name: string; EventBusName?: string }, context) =>
      described(ruleOf(input.EventBusName, input.Name, context)),
    ListTargetsByRule(input: { Rule: string; EventBusName?: string }, context) {
      const targets = Object.values(ruleOf(input.EventBusName, input.Rule, context).targets);
      return { Targets: targets.map(({ id, arn, input: given }) => ({ Id: id, Arn: arn, ...(given ? { Input: given } : {}) })) };
    },
    PutEvents(input: { Entries: PutEventsRequestEntry[] }, context) {
      if (input.Entries.length < 1 || input.Entries.length > 10)
        throw awsError('ValidationException', 'Entries must have length between 1 and 10.');
      const Entries = input.Entries.map((entry) => putOne(entry, context));
      return { FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries };
    },
  },
};

function putOne(entry: PutEventsRequestEntry, context: Context) {
  const { Source = '', DetailType = '', Detail = '', Resources = [], EventBusName, Time } = entry;
  if (!Source || !DetailType || !Detail)
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: 'Parameter Source, DetailType and Detail are not valid. Reason: required.',
    };
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  let detail: unknown;
  try {
    detail = JSON.parse(Detail);
  } catch {
    detail = undefined;
  }
  if (typeof detail !== 'object' || detail === null)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const given = { source: Source, detailType: DetailType, resources: Resources, detail };
  const event = envelopeOf({ ...given, ...(Time ? { time: new Date(Time) } : {}) }, context);
  // A bus that does not exist takes the event all the same, and nobody hears it (EventBridge user guide, "PutEvents").
  publish(event, busNameOf(EventBusName), context);
  return { EventId: event.id };
}

const busNameOf = (nameOrArn = 'default'): string => nameOrArn.replace(/^arn:.*:event-bus\//, '');

function busOf(nameOrArn: string | undefined, context: Context): string {
  const name = busNameOf(nameOrArn);
  if (name !== 'default' && !context.state<EventBridgeState>('EventBridge').buses.includes(name))
    throw awsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
  return name;
}

function ruleOf(bus: string | undefined, name: string, context: Context): Rule {
  const key = busOf(bus, context);
  const rule = context.state<EventBridgeState>('EventBridge').rules[keyOf(key, name)];
  if (!rule) throw awsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${key}.`);
  return rule;
}

const described = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.bus,
  State: rule.enabled ? 'ENABLED' : 'DISABLED',
  Description: rule.description,
  ...(rule.pattern ? { EventPattern: rule.pattern } : {}),
  ...(rule.schedule ? { ScheduleExpression: rule.schedule } : {}),
});
