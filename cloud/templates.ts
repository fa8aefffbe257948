import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Connect } from './connect.ts';

/** What CloudFormation itself says a stack is made of. */
export interface RunningTemplate {
  readonly status: string;
  /** The template as it was sent, JSON. */
  readonly body: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface Templates {
  /** Undefined when there is no such stack. */
  running(stackName: string): Promise<RunningTemplate | undefined>;
}

export function makeTemplates(connect: Connect): Templates {
  const client = connect(CloudFormationClient);
  return {
    async running(StackName) {
      try {
        const stack = (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
        const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }));
        if (!stack || TemplateBody === undefined) return undefined;
        const parameters = (stack.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [
          ParameterKey ?? '',
          ParameterValue ?? '',
        ]);
        return { status: stack.StackStatus ?? '', body: TemplateBody, parameters: Object.fromEntries(parameters) };
      } catch (error) {
        // There is no StackNotFound code: the service says ValidationError for it.
        if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
        throw error;
      }
    },
  };
}
