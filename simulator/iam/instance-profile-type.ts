import { generatedName } from '../cloudformation/generated-name.ts';
import { type PlainType, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceRequest, ResourceType } from '../cloudformation/resource-type.ts';
import type { Context } from '../service.ts';
import type { InstanceProfile } from './iam-state.ts';
import { iamError, iamState } from './role-types.ts';

/** Seconds until EC2 knows a new profile; the knob `iam.profile-propagation` has another number. */
const propagation = 10;

const instanceProfile: PlainType = {
  type: 'AWS::IAM::InstanceProfile',
  properties: ['InstanceProfileName', 'Path', 'Roles'],
  required: ['Roles'],
  createOnly: ['InstanceProfileName', 'Path'],
  // CloudFormation gives the profile two minutes to become known everywhere.
  create: [120, 135],
  update: [5, 15],
  make(request, context) {
    const profiles = profilesOf(context);
    const { Path = '/', InstanceProfileName: given } = request.properties;
    const InstanceProfileName = String(given ?? generatedName(request, context, 128));
    if (InstanceProfileName in profiles)
      throw iamError(context, 'AlreadyExists', `Instance Profile ${InstanceProfileName} already exists.`);
    const roles = rolesOf(request, context);
    const seconds = Number(context.knob('iam.profile-propagation') ?? propagation);
    profiles[InstanceProfileName] = {
      ...{ InstanceProfileName, Path: String(Path), roles },
      Arn: `arn:${context.partition}:iam::${context.account}:instance-profile${String(Path)}${InstanceProfileName}`,
      youngUntil: context.now() + seconds * 1000,
    };
    return InstanceProfileName;
  },
  change(request, context) {
    const made = profilesOf(context)[request.physicalId];
    if (!made) throw iamError(context, 'NotFound', `Instance Profile ${request.physicalId} cannot be found.`);
    made.roles = rolesOf(request, context);
  },
  remove(id, _request, context) {
    delete profilesOf(context)[id];
  },
  attributes: (id, context) => ({ Arn: profilesOf(context)[id]?.Arn ?? '' }),
};

function profilesOf(context: Context): Record<string, InstanceProfile> {
  const state = iamState(context);
  state.instanceProfiles ??= {};
  return state.instanceProfiles;
}

function rolesOf({ properties }: ResourceRequest, context: Context): string[] {
  const names = [properties.Roles ?? []].flat().map(String);
  if (names.length > 1)
    throw iamError(context, 'ServiceLimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
  const strange = names.find((name) => !(name in iamState(context).roles));
  if (strange !== undefined) throw iamError(context, 'NotFound', `The role with name ${strange} cannot be found.`);
  return names;
}

export const instanceProfileType: ResourceType = plainResourceType(instanceProfile);
