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
  'AWS::Events::Rule': async ({ connect }, id, wanted) => {
    const Name = id.split('|').at(-1) ?? id;
    const onBus = wanted.EventBusName === undefined ? {} : { EventBusName: String(wanted.EventBusName) };
    const client = connect(EventBridgeClient);
    const { EventPattern, ...rule } = await client.send(new DescribeRuleCommand({ Name, ...onBus }));
    const { Targets } = await client.send(new ListTargetsByRuleCommand({ Rule: Name, ...onBus }));
    return { ...rule, Targets, EventPattern: EventPattern ? (JSON.parse(EventPattern) as unknown) : undefined };
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
