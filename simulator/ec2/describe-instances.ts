import type { DescribeInstancesRequest, Instance, Reservation } from '@aws-sdk/client-ec2';
import type { IamState } from '../iam/iam-state.ts';
import type { Context } from '../service.ts';
import { applyFilters } from './apply-filters.ts';
import { chosen } from './choose-by-id.ts';
import type { Instance as Kept } from './ec2-state.ts';
import { ec2State } from './ec2-things.ts';

/** Who is terminated is still shown for about an hour. */
const rememberedFor = 3600_000;
const codes = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48 } as const;

/** Each instance is a reservation of its own. */
export function describeInstances(input: DescribeInstancesRequest, context: Context): { Reservations: Reservation[] } {
  const { instances = {} } = ec2State(context);
  const seen = Object.entries(instances).filter(([, { terminatedAt }]) => {
    return terminatedAt === undefined || terminatedAt + rememberedFor > context.now();
  });
  const things = chosen(Object.fromEntries(seen), input.InstanceIds, 'InvalidInstanceID.NotFound', 'instance ID');
  const fields = {
    'instance-id': (instance: Kept) => instance.InstanceId,
    'instance-state-name': (instance: Kept) => instance.State,
    'instance-type': (instance: Kept) => instance.InstanceType,
    'image-id': (instance: Kept) => instance.ImageId,
    'subnet-id': (instance: Kept) => instance.SubnetId,
    'vpc-id': (instance: Kept) => instance.VpcId,
  };
  const found = applyFilters(things, input.Filters, fields, ({ Tags }) => Tags);
  return {
    Reservations: found.map((instance) => ({
      ReservationId: `r-${instance.InstanceId.slice(2)}`,
      OwnerId: context.account,
      Instances: [shown(instance, context)],
    })),
  };
}

function shown(instance: Kept, context: Context): Instance {
  const { InstanceId, ImageId, SubnetId, VpcId, State, KeyName, Tags } = instance;
  const { networkInterfaces, subnets } = ec2State(context);
  const primary = networkInterfaces[instance.NetworkInterfaceId ?? ''];
  const profile = context.state<IamState>('IAM').instanceProfiles?.[instance.IamInstanceProfile ?? ''];
  const zone = subnets[SubnetId]?.AvailabilityZone;
  return {
    ...{ InstanceId, ImageId, Tags },
    InstanceType: instance.InstanceType as NonNullable<Instance['InstanceType']>,
    State: { Code: codes[State], Name: State },
    LaunchTime: new Date(instance.launchedAt),
    ...(KeyName !== undefined && { KeyName }),
    ...(profile && { IamInstanceProfile: { Arn: profile.Arn } }),
    ...(zone !== undefined && { Placement: { AvailabilityZone: zone } }),
    // A terminated instance is in no subnet any more.
    ...(primary && {
      ...{ SubnetId, VpcId, PrivateIpAddress: primary.PrivateIpAddress },
      ...(primary.publicIp !== undefined && { PublicIpAddress: primary.publicIp }),
      SecurityGroups: primary.groups.map((GroupId) => ({ GroupId })),
      NetworkInterfaces: [
        {
          ...{ NetworkInterfaceId: primary.NetworkInterfaceId, SubnetId, VpcId, PrivateIpAddress: primary.PrivateIpAddress },
          Groups: primary.groups.map((GroupId) => ({ GroupId })),
        },
      ],
    }),
  };
}
