import { awsError } from '../../../simulator/aws-error.ts';
import type { IamRole, IamState } from '../../../simulator/iam/iam-state.ts';
import type { Service } from '../../../simulator/service.ts';

/** A role that may do everything, until a test says otherwise. */
const role = (name: string): IamRole => ({
  RoleName: name,
  RoleId: name,
  Arn: `arn:aws:iam::111122223333:role/${name}`,
  Path: '/',
  MaxSessionDuration: 3600,
  trust: { Statement: [] },
  managedPolicyArns: [],
  policies: { everything: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
  tags: {},
  createdAt: 0,
  youngUntil: 0,
});

/** Everybody is assumed but who is called `missing`; what the roles may do is asked as everywhere. */
export const iamStandIn: Service = {
  name: 'IAM',
  empty: (): IamState => ({ roles: { execution: role('execution'), task: role('task') }, managedPolicies: {} }),
  timers: {},
  operations: {
    Assume(input: { RoleArn: string }) {
      if (input.RoleArn.endsWith('/missing')) throw awsError('AccessDenied', 'not authorized', { statusCode: 403 });
      return {};
    },
  },
};
