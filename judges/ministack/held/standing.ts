import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { Ask } from '../ask-signed.ts';
import type { Template } from '../synthesized-app.ts';

/** A stack that was made of a template, and how to ask what it is made of. */
export interface Standing {
  readonly connect: Connect;
  readonly ask: Ask;
  readonly endpoint: string;
  readonly template: Template;
  /** By logical id: what CloudFormation says it is called. */
  readonly physical: ReadonlyMap<string, string>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Logical ids with their physical ones, as the emulator's CloudFormation lists them. */
export async function physicalIds(connect: Connect, stack: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const pages = paginateListStackResources({ client: connect(CloudFormationClient) }, { StackName: stack });
  for await (const { StackResourceSummaries = [] } of pages)
    for (const { LogicalResourceId = '', PhysicalResourceId = '', ResourceStatus } of StackResourceSummaries)
      if (ResourceStatus === 'CREATE_COMPLETE') found.set(LogicalResourceId, PhysicalResourceId);
  return found;
}
