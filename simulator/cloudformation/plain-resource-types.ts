import { endpointTypes } from '../ec2/endpoint-types.ts';
import { instanceType } from '../ec2/instance-type.ts';
import { natTypes } from '../ec2/nat-types.ts';
import { securityGroupTypes } from '../ec2/security-group-types.ts';
import { subnetTypes } from '../ec2/subnet-types.ts';
import { vpcTypes } from '../ec2/vpc-types.ts';
import { instanceProfileType } from '../iam/instance-profile-type.ts';
import { policyTypes } from '../iam/policy-types.ts';
import { roleTypes } from '../iam/role-types.ts';
import { logGroupType } from '../logs/log-group-type.ts';
import { namespaceType } from '../service-discovery/namespace-type.ts';
import { discoveryServiceType } from '../service-discovery/service-type.ts';
import type { ResourceType } from './resource-type.ts';

/** The types whose whole life is a change in one service's state: network, roles, log groups, names. */
export const plainResourceTypes: readonly ResourceType[] = [
  ...vpcTypes,
  ...subnetTypes,
  ...natTypes,
  ...securityGroupTypes,
  ...endpointTypes,
  instanceType,
  ...roleTypes,
  ...policyTypes,
  instanceProfileType,
  logGroupType,
  namespaceType,
  discoveryServiceType,
];
