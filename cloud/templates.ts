import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStacksCommand,
  StackStatus as stackStatus,
} from '@aws-sdk/client-cloudformation';
import type { Connect } from './connect.ts';

/** What CloudFormation itself says a stack is made of. */
export interface RunningTemplate {
  readonly status: string;
  /** Milliseconds. */
  readonly createdAt: number;
  /** The template as it was sent, JSON. */
  readonly body: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Templates {
  /** Undefined when there is no such stack. */
  running(stackName: string): Promise<RunningTemplate | undefined>;
  /** The names of all stacks of the account that have not been deleted, everybody's. */
  names(): Promise<readonly string[]>;
}

export function makeTemplates(connect: Connect): Templates {
  const client = connect(CloudFormationClient);
  return {
    async running(StackName) {
      try {
        const stack = (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
        const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }));
        if (!stack || TemplateBody === undefined) return undefined;
        const { StackStatus = '', CreationTime, Parameters = [], Outputs = [], Tags = [] } = stack;
        return {
          status: StackStatus,
          createdAt: CreationTime?.getTime() ?? 0,
          body: TemplateBody,
          parameters: pairs(Parameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue])),
          outputs: pairs(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
          tags: pairs(Tags.map(({ Key, Value }) => [Key, Value])),
        };
      } catch (error) {
        // There is no StackNotFound code: the service says ValidationError for it.
        if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
        throw error;
      }
    },
    async names() {
      const names: string[] = [];
      // Not beside the makers: a constant that is computed comes along into every bundle.
      const standing = Object.values(stackStatus).filter((status) => status !== 'DELETE_COMPLETE');
      let NextToken: string | undefined;
      do {
        const page = await client.send(new ListStacksCommand({ StackStatusFilter: standing, NextToken }));
        names.push(...(page.StackSummaries ?? []).flatMap(({ StackName }) => StackName ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return names;
    },
  };
}

const pairs = (list: readonly (readonly [string | undefined, string | undefined])[]) =>
  Object.fromEntries(list.map(([key = '', value = '']) => [key, value]));
