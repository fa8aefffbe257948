import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { IAMClient, ListRoleTagsCommand, type Tag, TagRoleCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import type { Template } from './with-changed-template.ts';

/** A role of a stack that is updated has the tags its template says. */
export function rolesRetagged(moto: Connect): StandIn {
  return {
    lacks: 'changes no tags of a role with its stack',
    async stillNeeded(elsewhere) {
      const client = elsewhere(CloudFormationClient);
      const StackName = 'still-needed-role';
      await client.send(new CreateStackCommand({ StackName, TemplateBody: oneRole('first') }));
      await client.send(new UpdateStackCommand({ StackName, TemplateBody: oneRole('second') }));
      const RoleName = (await rolesOf(elsewhere, StackName))[0]?.RoleName;
      const { Tags = [] } = await elsewhere(IAMClient).send(new ListRoleTagsCommand({ RoleName }));
      return Tags.some(({ Value }) => Value === 'first');
    },
    async handle(call, next) {
      if (call.service !== 'cloudformation' || call.operation !== 'UpdateStack') return next();
      const answer = await next();
      if (answer.status === 200)
        for (const { RoleName, Tags } of await rolesOf(
          moto,
          new URLSearchParams(call.body.toString('utf8')).get('StackName') ?? '',
        ))
          await retag(moto(IAMClient), RoleName, Tags);
      return answer;
    },
  };
}

async function rolesOf(connect: Connect, StackName: string) {
  const client = connect(CloudFormationClient);
  const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName }));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  const { Resources } = JSON.parse(TemplateBody) as Template;
  return StackResources.flatMap(({ ResourceType, LogicalResourceId = '', PhysicalResourceId: RoleName }) =>
    ResourceType === 'AWS::IAM::Role' && RoleName
      ? [{ RoleName, Tags: (Resources[LogicalResourceId]?.Properties?.Tags ?? []) as Tag[] }]
      : [],
  );
}

async function retag(iam: IAMClient, RoleName: string, wanted: Tag[]): Promise<void> {
  const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
  const TagKeys = Tags.flatMap(({ Key }) => (Key && !wanted.some((tag) => tag.Key === Key) ? [Key] : []));
  if (TagKeys.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys }));
  if (wanted.length > 0) await iam.send(new TagRoleCommand({ RoleName, Tags: wanted }));
}

function oneRole(Value: string): string {
  const Statement = [{ Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' }];
  const AssumeRolePolicyDocument = { Version: '2012-10-17', Statement };
  // IAM is one for all regions: outside the path that must be empty in the end.
  const Properties = { Path: '/still-needed/', AssumeRolePolicyDocument, Tags: [{ Key: 'which', Value }] };
  return JSON.stringify({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } });
}
