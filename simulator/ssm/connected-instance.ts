import type { Ec2State, Instance } from '../ec2/ec2-state.ts';
import { roleAllows } from '../ecs/role-allows.ts';
import type { IamState } from '../iam/iam-state.ts';
import { pathToService } from '../network-path.ts';
import type { Context } from '../service.ts';
import { interfaceOf } from './interface-of.ts';

/** What the agent must be allowed for sessions ("Add Session Manager permissions to an existing IAM role"). */
const agentActions = [
  'ssm:UpdateInstanceInformation',
  ...['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map((name) => `ssmmessages:${name}`),
];

/** Seconds from the launch until the agent has registered; the knob `ssm.agentSeconds` has another number. */
const untilRegistered = 60;

/** The instance when its agent has a channel to Session Manager: it runs, is allowed to, and has a way to all three services. */
export function connectedInstance(id: string, context: Context): Instance | undefined {
  const ec2 = context.state<Ec2State>('EC2');
  const instance = ec2.instances?.[id];
  if (instance?.State !== 'running') return undefined;
  const seconds = Number(context.knob('ssm.agentSeconds') ?? untilRegistered);
  if (context.now() < instance.launchedAt + seconds * 1000) return undefined;
  const origin = interfaceOf(instance.NetworkInterfaceId, ec2);
  const reaches = (service: string) => origin !== undefined && pathToService(ec2, origin, service, context.region).open;
  if (!['ssm', 'ssmmessages', 'ec2messages'].every(reaches)) return undefined;
  const { instanceProfiles, roles } = context.state<IamState>('IAM');
  const role = roles[instanceProfiles?.[instance.IamInstanceProfile ?? '']?.roles[0] ?? ''];
  const isAllowed = (action: string) => roleAllows(role?.Arn ?? null, { action, resource: '*' }, context).allowed;
  return agentActions.every(isAllowed) ? instance : undefined;
}
