/** The channels of Session Manager, which ECS Exec goes through too. None of the four knows a resource to narrow it to. */
export const channelActions = [
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
];
