import type { Ec2State } from '../../../simulator/ec2/ec2-state.ts';
import { everyService } from '../../../simulator/every-service.ts';
import type { IamRole, IamState } from '../../../simulator/iam/iam-state.ts';
import { makeRegion, type Region } from '../../../simulator/region.ts';
import { ask, natNetwork, pass, registered, serviceInput } from '../ecs/container-world.ts';

export const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
  (name) => `ssmmessages:${name}`,
);

const role = (name: string, service: string, Action: string[]): IamRole => ({
  RoleName: name,
  RoleId: name,
  Arn: `arn:aws:iam::111122223333:role/${name}`,
  Path: '/',
  MaxSessionDuration: 3600,
  trust: { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] },
  managedPolicyArns: [],
  policies: { only: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } },
  tags: {},
  createdAt: 0,
  youngUntil: 0,
});

/** All services, a network with NAT, an instance in its private subnet with a role for Session Manager; a minute later. */
export function bastionWorld(actions: readonly string[] = ['ssm:UpdateInstanceInformation', ...channels]) {
  const region = makeRegion({ services: everyService });
  const network = natNetwork();
  region.state.services.EC2 = network;
  const iam = region.context.state<IamState>('IAM');
  iam.roles = {
    execution: role('execution', 'ecs-tasks.amazonaws.com', ['*']),
    bastion: role('bastion', 'ec2.amazonaws.com', [...actions]),
  };
  const Arn = 'arn:aws:iam::111122223333:instance-profile/bastion';
  iam.instanceProfiles = { bastion: { InstanceProfileName: 'bastion', Arn, Path: '/', roles: ['bastion'], youngUntil: 0 } };
  const { NetworkInterfaceId } = ask(region, 'EC2', 'CreateNetworkInterface', {
    SubnetId: 'subnet-private',
    Groups: ['sg-other'],
  });
  network.instances = {
    'i-12345678': {
      ...{
        InstanceId: 'i-12345678',
        ImageId: 'ami-12345678',
        InstanceType: 't4g.nano',
        State: 'running',
        SubnetId: 'subnet-private',
      },
      ...{ VpcId: 'vpc-1', NetworkInterfaceId, IamInstanceProfile: 'bastion', MetadataOptions: {}, BlockDeviceMappings: [] },
      ...{ DisableApiTermination: false, launchedAt: region.state.now, Tags: [] },
    },
  };
  pass(region, 60);
  return region;
}

export const network = (region: Region) => region.context.state<Ec2State>('EC2');

/** Lets the instance's group into the tasks' group on these ports. */
export function admit(region: Region, FromPort: number, ToPort: number): void {
  network(region).securityGroups['sg-task']?.ingress.push({ IpProtocol: 'tcp', FromPort, ToPort, GroupId: 'sg-other' });
}

/** A running nginx, and the address of its task. */
export function serve(region: Region, more: object = {}): string {
  region.call('ECS', 'CreateCluster', { clusterName: 'main' });
  region.call('ECS', 'CreateService', serviceInput(registered(region, 'nginx:1.27', { logConfiguration: undefined }), more));
  pass(region, 60);
  const { taskArns } = ask(region, 'ECS', 'ListTasks', { cluster: 'main' });
  const [task] = ask(region, 'ECS', 'DescribeTasks', { cluster: 'main', tasks: taskArns }).tasks;
  return task.containers[0].networkInterfaces[0].privateIpv4Address;
}
