/**
 * What the agent on an instance calls beside its channels: AmazonSSMManagedInstanceCore, without what is not Session Manager.
 * The calls know no resource, and act on the instance they come from.
 */
export const agentActions = [
  'ec2messages:AcknowledgeMessage',
  'ec2messages:DeleteMessage',
  'ec2messages:FailMessage',
  'ec2messages:GetEndpoint',
  'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'ssm:UpdateInstanceInformation',
];
