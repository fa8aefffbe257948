import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { ShownResource } from '../domain/stack-request/shown-resource.ts';
import type { Connect } from './connect.ts';

export interface Parents {
  /** A resource of somebody's stack as CloudFormation shows it; undefined: there is none, or no such stack. */
  resource(stackId: string, logicalId: string): Promise<ShownResource | undefined>;
}

export function makeParents(connect: Connect): Parents {
  const client = connect(CloudFormationClient);
  return {
    async resource(StackName, LogicalResourceId) {
      try {
        const [{ StackResourceDetail: found }, { Stacks }] = await Promise.all([
          client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId })),
          client.send(new DescribeStacksCommand({ StackName })),
        ]);
        const { ResourceType: type = '', ResourceStatus: status = '', PhysicalResourceId: physicalId } = found ?? {};
        return { type, status, ...(physicalId ? { physicalId } : {}), stackStatus: Stacks?.[0]?.StackStatus ?? '' };
      } catch (error) {
        // As for a stack: there is no code of its own for what does not exist.
        if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
        throw error;
      }
    },
  };
}
