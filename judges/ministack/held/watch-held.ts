import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import type { Describe } from './describe.ts';

/** Rules with their targets, the bus, log groups and alarms. */
export const watchHeld: Readonly<Record<string, Describe>> = {
  'AWS::Events::Rule': async ({ connect }, id) => {
    const Name = id.split('|').at(-1) ?? id;
    const { EventPattern, State, ScheduleExpression } = await connect(EventBridgeClient).send(new DescribeRuleCommand({ Name }));
    const { Targets } = await connect(EventBridgeClient).send(new ListTargetsByRuleCommand({ Rule: Name }));
    return { State, ScheduleExpression, Targets, EventPattern: EventPattern ? (JSON.parse(EventPattern) as unknown) : undefined };
  },
  'AWS::Events::EventBus': ({ connect }, Name) => connect(EventBridgeClient).send(new DescribeEventBusCommand({ Name })),
  'AWS::Logs::LogGroup': async ({ connect }, logGroupNamePrefix) => {
    const { logGroups } = await connect(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    return logGroups?.find(({ logGroupName }) => logGroupName === logGroupNamePrefix);
  },
  'AWS::CloudWatch::Alarm': async ({ ask, endpoint }, id) => {
    const { status, body } = await ask('monitoring', {
      method: 'POST',
      url: `${endpoint}/`,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms' },
      body: JSON.stringify({ AlarmNames: [id] }),
    });
    if (status !== 200) throw new Error(`DescribeAlarms is answered ${status} ${JSON.stringify(body)}`);
    return (body as { MetricAlarms?: readonly object[] }).MetricAlarms?.[0];
  },
};
