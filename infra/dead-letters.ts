import { Duration, type Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';

/**
 * One queue for what EventBridge could not hand to a function and for what a function could not do with an event. Of ours nothing
 * in it is ever needed again: a lost event costs one timeout, a lost sweep one minute. It is there so that somebody notices. Of a
 * stack's it has what could not be written down in three deliveries: that can be sent again.
 */
export function deadLetters(stack: Stack): Queue {
  return new Queue(stack, 'UndeliveredEvents', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}
