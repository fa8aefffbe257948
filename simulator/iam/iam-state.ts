/** IAM as far as roles go; documents are kept as objects, moments in milliseconds. */
export interface IamState {
  /** By role name. */
  roles: Record<string, IamRole>;
  /** By ARN. */
  managedPolicies: Record<string, { Arn: string; PolicyName: string; document: PolicyDocument }>;
  /** By name; absent where there never was one. */
  instanceProfiles?: Record<string, InstanceProfile>;
}

export interface InstanceProfile {
  InstanceProfileName: string;
  Arn: string;
  Path: string;
  /** The names of its roles: EC2 takes one. */
  roles: string[];
  /** Until then EC2 may not know the profile yet. */
  youngUntil: number;
}

export interface IamRole {
  RoleName: string;
  RoleId: string;
  Arn: string;
  Path: string;
  Description?: string;
  MaxSessionDuration: number;
  trust: PolicyDocument;
  permissionsBoundary?: string;
  managedPolicyArns: string[];
  /** Inline policies by name. */
  policies: Record<string, PolicyDocument>;
  tags: Record<string, string>;
  createdAt: number;
  /** Until then some of AWS may not know the role yet. */
  youngUntil: number;
}

export interface PolicyDocument {
  Version?: string;
  Statement: Statement | Statement[];
}
export interface Statement {
  Effect: 'Allow' | 'Deny';
  Principal?: string | Record<string, string | string[]>;
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, unknown>;
}
