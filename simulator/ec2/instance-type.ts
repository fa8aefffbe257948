import { type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { Progress, ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { Instance } from './ec2-state.ts';
import { ec2Error, ec2Id, ec2State, requireThing } from './ec2-things.ts';
import { changeable, launchInstance } from './launch-instance.ts';
import { deleteNetworkInterface } from './network-interfaces.ts';
import { effectiveGroups } from './security-rules.ts';

const instance: PlainType = {
  type: 'AWS::EC2::Instance',
  properties: [
    ...['ImageId', 'InstanceType', 'KeyName', 'SubnetId', 'SecurityGroupIds', 'NetworkInterfaces', 'IamInstanceProfile'],
    ...['MetadataOptions', 'BlockDeviceMappings', 'DisableApiTermination', 'CreditSpecification', 'EbsOptimized', 'Monitoring'],
    ...['InstanceInitiatedShutdownBehavior', 'PropagateTagsToVolumeOnCreation', 'SourceDestCheck', 'UserData', 'Tags'],
  ],
  createOnly: ['ImageId', 'KeyName', 'SubnetId', 'NetworkInterfaces', 'BlockDeviceMappings'],
  create: [10, 40],
  update: [3, 10],
  delete: [20, 60],
  make: launchInstance,
  ready(id, context) {
    const made = instanceOf(id, context);
    if (made?.State === 'pending') made.State = 'running';
  },
  change(request, context) {
    const made = requireThing(context, ec2State(context).instances ?? {}, 'instance', request.physicalId);
    const { IamInstanceProfile: _profile, ...kept } = made;
    const { instances = {}, networkInterfaces } = ec2State(context);
    instances[request.physicalId] = { ...kept, ...changeable(request, context) };
    const groups = [request.properties.SecurityGroupIds ?? []].flat().map(String);
    const primary = networkInterfaces[made.NetworkInterfaceId ?? ''];
    if (primary && request.properties.NetworkInterfaces === undefined)
      primary.groups = [...effectiveGroups(ec2State(context), made.VpcId, groups)];
  },
  remove(id, _request, context) {
    const made = instanceOf(id, context);
    if (!made || made.State === 'terminated') return;
    if (made.DisableApiTermination)
      throw ec2Error(
        context,
        'InvalidRequest',
        `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
      );
    made.State = 'shutting-down';
  },
  gone(id, context) {
    const made = instanceOf(id, context);
    if (!made || made.State === 'terminated') return;
    if (made.NetworkInterfaceId !== undefined) deleteNetworkInterface({ NetworkInterfaceId: made.NetworkInterfaceId }, context);
    delete made.NetworkInterfaceId;
    Object.assign(made, { State: 'terminated', terminatedAt: context.now() } satisfies Partial<Instance>);
  },
  attributes(id, context) {
    const made = instanceOf(id, context);
    const { networkInterfaces, subnets } = ec2State(context);
    const { PrivateIpAddress = '', publicIp = '' } = networkInterfaces[made?.NetworkInterfaceId ?? ''] ?? {};
    const AvailabilityZone = subnets[made?.SubnetId ?? '']?.AvailabilityZone ?? '';
    return {
      ...{ InstanceId: id, PrivateIp: PrivateIpAddress, PublicIp: publicIp, AvailabilityZone, VpcId: made?.VpcId ?? '' },
      PrivateDnsName: `ip-${PrivateIpAddress.replaceAll('.', '-')}.${context.region}.compute.internal`,
    };
  },
};

const instanceOf = (id: string, context: Context) => ec2State(context).instances?.[id];

const quick = plainResourceType(instance);
/** Another type or other user data stop the machine and start it again. */
const restarting = plainResourceType({ ...instance, update: [60, 120] });
const restarts = ({ properties, previous = {} }: ResourceRequest) =>
  ['InstanceType', 'UserData'].some((name) => properties[name] !== previous[name]);

/** How long the handler tries again while EC2 does not know the instance profile. */
const patience = 120;

/** Its id is drawn before it exists, because CloudFormation has to have a name for what it waits for. */
function launch(request: ResourceRequest, context: Context, until: number): Progress {
  const physicalId = request.physicalId ?? ec2Id(context, 'i');
  const progress = quick.create({ ...request, physicalId }, context);
  const isYoung = progress.state === 'FAILED' && progress.reason.includes('Invalid IAM Instance Profile name');
  if (!isYoung || context.now() >= until) return progress;
  return { state: 'BUSY', physicalId, askAgainInSeconds: context.between(5, 10), memory: { until } };
}

export const instanceType: ResourceType = {
  ...quick,
  create: (request, context) => launch(request, context, context.now() + patience * 1000),
  update: (request, context) => (restarts(request) ? restarting : quick).update(request, context),
  check(request, context) {
    const { until } = (request.memory ?? {}) as { until?: number };
    if (request.operation === 'CREATE' && until !== undefined) return launch(request, context, until);
    return quick.check(request, context);
  },
};
