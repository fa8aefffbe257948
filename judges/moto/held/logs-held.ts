import { CloudWatchLogsClient, DescribeLogGroupsCommand, ListTagsForResourceCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Describer } from './describer.ts';
import { templateTags } from './template-tags.ts';

/** Log groups, asked of CloudWatch Logs. */
export const logsHeld: Readonly<Record<string, Describer>> = {
  'AWS::Logs::LogGroup': {
    async describe(moto, id) {
      const logs = moto(CloudWatchLogsClient);
      const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
      const group = logGroups.find((one) => one.logGroupName === id);
      if (!group) return undefined;
      const resourceArn = (group.arn ?? '').replace(/:\*$/, '');
      const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
      return {
        properties: {
          RetentionInDays: group.retentionInDays,
          Tags: templateTags(Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))),
        },
        attributes: { Arn: group.arn },
      };
    },
    unasked: ['RetentionInDays'],
  },
};
