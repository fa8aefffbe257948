import { endpointTypes } from '../ec2/endpoint-types.ts';
import { natTypes } from '../ec2/nat-types.ts';
import { securityGroupTypes } from '../ec2/security-group-types.ts';
import { subnetTypes } from '../ec2/subnet-types.ts';
import { vpcTypes } from '../ec2/vpc-types.ts';
import { policyTypes } from '../iam/policy-types.ts';
import { roleTypes } from '../iam/role-types.ts';
import { logGroupType } from '../logs/log-group-type.ts';
import type { ResourceType } from './resource-type.ts';

/** The types whose whole life is a change in one service's state: network, roles, log groups. */
export const plainResourceTypes: readonly ResourceType[] = [
  ...vpcTypes,
  ...subnetTypes,
  ...natTypes,
  ...securityGroupTypes,
  ...endpointTypes,
  ...roleTypes,
  ...policyTypes,
  logGroupType,
];
