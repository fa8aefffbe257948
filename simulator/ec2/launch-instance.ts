import type { ResourceRequest } from '../cloudformation/resource-type.ts';
import type { IamState } from '../iam/iam-state.ts';
import type { Context } from '../service.ts';
import type { Instance } from './ec2-state.ts';
import { ec2Error, ec2Id, ec2State, ec2Tags, isTrue, requireThing } from './ec2-things.ts';
import { createNetworkInterface } from './network-interfaces.ts';

/** RunInstances for one: the machine is there at once, `pending`, with its primary interface, under the id it was given. */
export function launchInstance(request: ResourceRequest, context: Context): string {
  const { properties } = request;
  const state = ec2State(context);
  const ImageId = imageOf(properties, context);
  const primary = primaryInterface(properties, context);
  const { SubnetId, VpcId, MapPublicIpOnLaunch } = requireThing(context, state.subnets, 'subnet', primary.SubnetId);
  for (const id of primary.groups)
    if (requireThing(context, state.securityGroups, 'security group', id).VpcId !== VpcId)
      throw ec2Error(context, 'InvalidRequest', `Security group ${id} and subnet ${SubnetId} belong to different networks.`);
  requireProfile(properties.IamInstanceProfile, context);
  const { NetworkInterfaceId } = createNetworkInterface(
    { SubnetId, Groups: primary.groups, AssignPublicIp: primary.publicIp ?? MapPublicIpOnLaunch },
    context,
  );
  const InstanceId = request.physicalId ?? ec2Id(context, 'i');
  state.instances ??= {};
  state.instances[InstanceId] = {
    ...{ InstanceId, ImageId, SubnetId, VpcId, NetworkInterfaceId, State: 'pending', launchedAt: context.now() },
    BlockDeviceMappings: [properties.BlockDeviceMappings ?? []].flat(),
    ...(properties.KeyName !== undefined && { KeyName: String(properties.KeyName) }),
    ...changeable(request, context),
  };
  return InstanceId;
}

/** What an update changes without another machine. */
export function changeable(request: ResourceRequest, context: Context) {
  const { InstanceType = 'm1.small', IamInstanceProfile, MetadataOptions, DisableApiTermination } = request.properties;
  if (!/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(String(InstanceType)))
    throw ec2Error(context, 'InvalidRequest', `Invalid value '${String(InstanceType)}' for InstanceType.`);
  requireProfile(IamInstanceProfile, context);
  return {
    InstanceType: String(InstanceType),
    MetadataOptions: (MetadataOptions ?? {}) as Instance['MetadataOptions'],
    DisableApiTermination: isTrue(DisableApiTermination ?? false),
    ...(IamInstanceProfile !== undefined && { IamInstanceProfile: String(IamInstanceProfile) }),
    Tags: ec2Tags(request),
  };
}

/** A profile that is merely young is as unknown as one that does not exist. */
function requireProfile(name: unknown, context: Context): void {
  if (name === undefined) return;
  const profile = context.state<IamState>('IAM').instanceProfiles?.[String(name)];
  if (profile && profile.youngUntil <= context.now()) return;
  throw ec2Error(
    context,
    'InvalidRequest',
    `Value (${String(name)}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    'InvalidParameterValue',
  );
}

/**
 * Every well-formed AMI id is an image, unless the knob `ec2.images` lists those there are and what each is built for:
 * `{ 'ami-…': 'arm64' }`.
 */
function imageOf({ ImageId, InstanceType }: ResourceRequest['properties'], context: Context): string {
  if (ImageId === undefined) throw ec2Error(context, 'InvalidRequest', 'The request must contain the parameter ImageId');
  const id = String(ImageId);
  if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id))
    throw ec2Error(context, 'InvalidRequest', `Invalid id: "${id}" (expecting "ami-...")`);
  const images = context.knob('ec2.images') as Readonly<Record<string, string>> | undefined;
  if (!images) return id;
  const built = images[id];
  if (built === undefined) throw ec2Error(context, 'NotFound', `The image id '[${id}]' does not exist`);
  // Graviton families carry a g behind their generation: t4g, m7gd, c6gn.
  const machine = /^[a-z]+\d+g[a-z]*\./.test(String(InstanceType)) ? 'arm64' : 'x86_64';
  if (built === machine) return id;
  const type = `The architecture '${machine}' of the specified instance type`;
  throw ec2Error(context, 'InvalidRequest', `${type} does not match the architecture '${built}' of the specified AMI.`);
}

function primaryInterface(properties: ResourceRequest['properties'], context: Context) {
  const listed = [properties.NetworkInterfaces ?? []].flat() as Record<string, unknown>[];
  const texts = (value: unknown) => [value ?? []].flat().map(String);
  const refuse = (what: string) => ec2Error(context, 'InvalidRequest', what);
  if (listed.length === 0) {
    if (properties.SubnetId === undefined) throw refuse('No default VPC for this user');
    return { SubnetId: String(properties.SubnetId), groups: texts(properties.SecurityGroupIds), publicIp: undefined };
  }
  const both = 'may not be specified on the same request';
  if (properties.SubnetId !== undefined) throw refuse(`Network interfaces and an instance-level subnet ID ${both}`);
  if (properties.SecurityGroupIds !== undefined) throw refuse(`Network interfaces and an instance-level security groups ${both}`);
  const primary = listed.find(({ DeviceIndex }) => String(DeviceIndex) === '0');
  if (!primary || listed.length > 1 || primary.NetworkInterfaceId !== undefined)
    throw refuse('the simulator models one new network interface, with device index 0');
  const { SubnetId, GroupSet, AssociatePublicIpAddress: wanted } = primary;
  return { SubnetId: String(SubnetId), groups: texts(GroupSet), publicIp: wanted === undefined ? undefined : isTrue(wanted) };
}
