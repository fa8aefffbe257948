import type { DescribeInstanceInformationRequest, StartSessionRequest, TerminateSessionRequest } from '@aws-sdk/client-ssm';
import { awsError } from '../aws-error.ts';
import type { Ec2State } from '../ec2/ec2-state.ts';
import type { Context, Operation } from '../service.ts';
import { connectedInstance } from './connected-instance.ts';
import type { SsmState } from './ssm-state.ts';

export const sessionOperations: Readonly<Record<string, Operation>> = {
  /** Answers where a session would be spoken to; what is said in it is `curlFrom`. */
  StartSession({ Target = '' }: StartSessionRequest, context) {
    if (!connectedInstance(Target, context)) throw awsError('TargetNotConnected', `${Target} is not connected.`);
    const id = `moorage-${context.id(17)}`;
    context.state<SsmState>('SSM').sessions[id] = { id, target: Target, startedAt: context.now(), terminatedAt: null };
    const StreamUrl = `wss://ssmmessages.${context.region}.amazonaws.com/v1/data-channel/${id}?role=publish_subscribe`;
    return { SessionId: id, TokenValue: context.id(64), StreamUrl };
  },
  TerminateSession({ SessionId = '' }: TerminateSessionRequest, context) {
    const session = context.state<SsmState>('SSM').sessions[SessionId];
    if (session) session.terminatedAt ??= context.now();
    return { SessionId };
  },
  /** Only whose agent has registered; by ids of instances or all of them. */
  DescribeInstanceInformation(input: DescribeInstanceInformationRequest, context) {
    const wanted = input.Filters?.find(({ Key }) => Key === 'InstanceIds')?.Values;
    const { instances = {} } = context.state<Ec2State>('EC2');
    const ids = Object.keys(instances).filter((id) => (wanted?.includes(id) ?? true) && connectedInstance(id, context));
    return { InstanceInformationList: ids.map((id) => online(id, context)) };
  },
};

const online = (InstanceId: string, context: Context) => ({
  InstanceId,
  PingStatus: 'Online',
  LastPingDateTime: new Date(context.now()),
  PlatformType: 'Linux',
  PlatformName: 'Amazon Linux',
  PlatformVersion: '2023',
  ResourceType: 'EC2Instance',
});
