import { BatchGetProjectsCommand, CodeBuildClient } from '@aws-sdk/client-codebuild';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import type { Describe, Properties } from './describe.ts';
import type { Standing } from './standing.ts';

interface Statement {
  readonly Action: unknown;
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: { readonly ArnLike?: Readonly<Record<string, unknown>> };
}

/** Lambda's functions with what belongs to them, the machines and the builders. */
export const computeHeld: Readonly<Record<string, Describe>> = {
  'AWS::Lambda::Function': async (standing, id, { Code }) => {
    const { Configuration } = (await lambda(standing, `2015-03-31/functions/${id}`)) as { Configuration: Properties };
    return { ...Configuration, Code: Number(Configuration.CodeSize) > 1000 ? Code : 'nothing' };
  },
  'AWS::Lambda::Version': async (standing, id) => {
    const [name = '', number = ''] = id.split(':').slice(-2);
    return (await lambda(standing, `2015-03-31/functions/${name}/configuration?Qualifier=${number}`)) as object;
  },
  'AWS::Lambda::EventInvokeConfig': async (standing, _id, { FunctionName, Qualifier }) => {
    const held = await lambda(standing, `2019-09-25/functions/${FunctionName}/event-invoke-config?Qualifier=${Qualifier}`);
    return { ...(held as object), FunctionName, Qualifier };
  },
  'AWS::Lambda::Permission': async (standing, _id, { FunctionName, SourceArn }) => {
    const name = String(FunctionName).split(':').at(-1);
    const { Policy } = (await lambda(standing, `2015-03-31/functions/${name}/policy`)) as { Policy: string };
    const { Statement } = JSON.parse(Policy) as { Statement: readonly Statement[] };
    const found = Statement.find(({ Condition }) => Object.values(Condition?.ArnLike ?? {}).includes(SourceArn));
    return found && { Action: found.Action, Principal: found.Principal?.Service, FunctionName, SourceArn };
  },
  'AWS::StepFunctions::StateMachine': async ({ connect }, id, wanted) => {
    const held = await connect(SFNClient).send(new DescribeStateMachineCommand({ stateMachineArn: id }));
    const { name, type, definition = '', ...rest } = held;
    const substitutions = Object.entries(wanted.DefinitionSubstitutions as Readonly<Record<string, string>>);
    const substituted = substitutions.reduce(
      (text, [key, value]) => text.replaceAll(`\${${key}}`, value),
      String(wanted.DefinitionString),
    );
    const same = JSON.stringify(JSON.parse(definition)) === JSON.stringify(JSON.parse(substituted));
    return {
      ...rest,
      StateMachineName: name,
      StateMachineType: type,
      DefinitionString: same ? wanted.DefinitionString : definition,
      DefinitionSubstitutions: same ? wanted.DefinitionSubstitutions : 'another definition',
    };
  },
  'AWS::CodeBuild::Project': async ({ connect }, id) => {
    const { projects } = await connect(CodeBuildClient).send(new BatchGetProjectsCommand({ names: [id] }));
    return projects?.[0];
  },
};

async function lambda({ ask, endpoint }: Standing, path: string): Promise<unknown> {
  const { status, body } = await ask('lambda', { method: 'GET', url: `${endpoint}/${path}` });
  if (status !== 200) throw new Error(`${path} is answered ${status} ${JSON.stringify(body)}`);
  return body;
}
