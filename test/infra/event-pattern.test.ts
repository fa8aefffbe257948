import { Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { type EventRule, eventRules } from '../../functions/event-rules.ts';
import { eventPattern } from '../../infra/event-pattern.ts';

const stack = new Stack();
/** As CloudFormation would make it out in one account. */
const inAccount = (value: unknown) =>
  JSON.parse(
    JSON.stringify(stack.resolve(value), (_, one) => {
      if (typeof one !== 'object' || one === null || !('Fn::Join' in one)) return one;
      const pseudo: Readonly<Record<string, string>> = {
        'AWS::Partition': 'aws-cn',
        'AWS::Region': 'cn-north-1',
        'AWS::AccountId': '111122223333',
      };
      const [between, parts] = one['Fn::Join'] as [string, (string | { Ref: string })[]];
      return parts.map((part) => (typeof part === 'string' ? part : pseudo[part.Ref])).join(between);
    }),
  );

describe('an event pattern', () => {
  test('has the prefix of an ARN in this account where the catalog has wildcards', () => {
    const pattern = eventPattern({
      source: ['aws.ecs'],
      'detail-type': ['ECS Task State Change'],
      detail: { clusterArn: [{ wildcard: 'arn:aws*:ecs:*:*:cluster/moorage-*' }], lastStatus: ['STOPPED'] },
    });
    expect(inAccount(pattern)).toEqual({
      source: ['aws.ecs'],
      detailType: ['ECS Task State Change'],
      detail: { clusterArn: [{ prefix: 'arn:aws-cn:ecs:cn-north-1:111122223333:cluster/moorage-' }], lastStatus: ['STOPPED'] },
    });
  });

  test("has the event's own service where the catalog leaves it out", () => {
    const pattern = eventPattern({
      source: ['aws.states'],
      detail: { stateMachineArn: [{ wildcard: '*:stateMachine:moorage-*' }] },
    });
    expect(inAccount(pattern).detail).toEqual({
      stateMachineArn: [{ prefix: 'arn:aws-cn:states:cn-north-1:111122223333:stateMachine:moorage-' }],
    });
  });

  test('is refused here when EventBridge might find it too complex', () => {
    for (const wildcard of ['*moorage*', 'arn:aws*:ecs:*:*:service/*/moorage-*', '*'])
      expect(() => eventPattern({ source: ['aws.ecs'], resources: [{ wildcard }] })).toThrow(/not the ARNs of one kind/);
  });

  test.each(Object.entries(eventRules as Record<string, EventRule>).filter(([, { pattern }]) => pattern))(
    'of %s has no wildcard, and keeps everything else the catalog says',
    (_, { pattern = {} }) => {
      const made = inAccount(eventPattern(pattern));
      expect(JSON.stringify(made)).not.toMatch(/wildcard|\*/);
      const { detailType, ...rest } = made;
      const kept = (value: unknown) => JSON.stringify(value, (_key, one) => (one?.wildcard || one?.prefix ? 'narrowed' : one));
      expect(JSON.parse(kept({ 'detail-type': detailType, ...rest }))).toEqual(JSON.parse(kept(pattern)));
    },
  );
});
