import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { EventDetails } from '../../schemas/gen/event.types.ts';
import { matchesPattern } from '../../simulator/eventbridge/event-pattern.ts';
import { eventBridge } from '../../simulator/eventbridge/eventbridge.ts';
import { makeRegion } from '../../simulator/region.ts';

const { Resources } = parse(readFileSync(new URL('../../examples/events/webhook.yaml', import.meta.url), 'utf8'));
const { EventPattern, EventBusName, Targets } = Resources.Failures.Properties;
const types = Object.keys(
  JSON.parse(readFileSync(new URL('../../schemas/event.schema.json', import.meta.url), 'utf8')).properties,
) as (keyof EventDetails)[];

it('the rule of the webhook hears operations that failed, on the bus of Moorage, and nothing else', () => {
  const heard = types.filter((type) => matchesPattern(EventPattern, { source: 'moorage', 'detail-type': type, detail: {} }));

  expect([EventBusName, heard]).toEqual(['moorage', ['Operation Failed']]);
  expect(matchesPattern(EventPattern, { source: 'payments', 'detail-type': 'Operation Failed', detail: {} })).toBe(false);
});

it('its pattern is one that PutRule takes', () => {
  const region = makeRegion({ services: [eventBridge] });

  expect(() =>
    region.call('EventBridge', 'PutRule', { Name: 'failures', EventPattern: JSON.stringify(EventPattern) }),
  ).not.toThrow();
});

it('what it could not deliver goes to a queue that only this rule may write', () => {
  const [target, ...others] = Targets;

  expect(others).toEqual([]);
  expect(target.DeadLetterConfig.Arn).toEqual({ 'Fn::GetAtt': ['Undelivered', 'Arn'] });
  const [statement] = Resources.UndeliveredPolicy.Properties.PolicyDocument.Statement;
  expect(statement.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['Failures', 'Arn'] } } });
});

it('its key is nowhere in the template', () => {
  const { ApiKeyValue } = Resources.Connection.Properties.AuthParameters.ApiKeyAuthParameters;

  expect(ApiKeyValue['Fn::Sub']).toMatch(/^\{\{resolve:secretsmanager:\$\{SecretName\}:SecretString:apiKey\}\}$/);
});
