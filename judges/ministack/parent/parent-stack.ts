import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  type Parameter,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { type Deployment, stackAtRest } from '../deploy.ts';
import type { World } from '../deployed.ts';

const capabilities = { Capabilities: ['CAPABILITY_IAM' as const] };

export async function createFrom({ connect }: World, StackName: string, TemplateBody: string, Parameters: Parameter[] = []) {
  const command = new CreateStackCommand({ StackName, TemplateBody, Parameters, ...capabilities });
  return (await connect(CloudFormationClient).send(command)).StackId ?? '';
}

export const updateTo = ({ connect }: World, StackName: string, TemplateBody: string, Parameters: Parameter[]) =>
  connect(CloudFormationClient).send(new UpdateStackCommand({ StackName, TemplateBody, Parameters }));

export const takeDown = ({ connect }: World, StackName: string) =>
  connect(CloudFormationClient).send(new DeleteStackCommand({ StackName }));

/** A whole operation may run meanwhile. */
export async function atRest({ connect }: World, stack: string): Promise<Deployment> {
  const seen = await stackAtRest(connect, stack);
  return seen.status.startsWith('still ') ? stackAtRest(connect, stack) : seen;
}
