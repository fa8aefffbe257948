import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Stack } from 'aws-cdk-lib/core';
import type { RenderInput } from './render-input.ts';

interface Trust {
  readonly service: string;
  /** Without conditions any account's use of the service could be handed this role; EC2 alone asks for it without a source. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A role that may do nothing yet. Its path and boundary are what lets the CloudFormation execution role make it at all. */
export function environmentRole(stack: Stack, id: string, trust: Trust, { controlPlane }: RenderInput): CfnRole {
  return new CfnRole(stack, id, {
    path: '/moorage/',
    ...(controlPlane.boundaryArn !== undefined && { permissionsBoundary: controlPlane.boundaryArn }),
    assumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: trust.service },
          Action: 'sts:AssumeRole',
          ...(trust.conditions && { Condition: trust.conditions }),
        },
      ],
    },
  });
}
