import { isSet, onlyWithProperty } from './only-with-property.ts';
import { place } from './place.ts';
import type { Handlers } from './provider-handlers.ts';
import type { Request } from './request.ts';
import { sampleArns } from './sample-arns.ts';
import type { Template } from './template.ts';

export interface Need extends Request {
  readonly type: string;
}

/** What the execution role is asked for when CloudFormation makes, reads, changes, tags and removes what these templates hold. */
export async function stackRoleNeeds(
  templates: readonly Template[],
  handlersOf: (type: string) => Handlers,
  boundaryArn: string,
): Promise<readonly Need[]> {
  const byType = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const { Resources } of templates)
    for (const { Type, Properties = {} } of Object.values(Resources)) byType.set(Type, [...(byType.get(Type) ?? []), Properties]);
  const needs: Need[] = [];
  for (const [type, properties] of byType) {
    const handlers = handlersOf(type);
    const spared = Object.entries(onlyWithProperty[type] ?? {}).flatMap(([property, actions]) =>
      isSet(property, properties) ? [] : actions,
    );
    const actions = new Set(Object.values(handlers).flat());
    for (const action of actions) {
      if (spared.includes(action)) continue;
      for (const resource of await sampleArns(type, action))
        needs.push({ type, action, resource, context: contextOf(type, action, boundaryArn) });
    }
  }
  return needs;
}

function contextOf(type: string, action: string, boundaryArn: string): Record<string, string> {
  if (action === 'iam:PassRole')
    return { 'iam:PassedToService': type.startsWith('AWS::ECS::') ? 'ecs-tasks.amazonaws.com' : 'ec2.amazonaws.com' };
  if (action === 'ec2:RunInstances') return { 'ec2:InstanceType': 't4g.nano' };
  // The stack's tags are on the instance from its first moment.
  if (type === 'AWS::EC2::Instance' && !action.startsWith('ec2:Describe'))
    return {
      'aws:ResourceTag/moorage:environment': 'shop',
      'ec2:InstanceProfile': `arn:${place.partition}:iam::${place.account}:instance-profile/moorage/moorage-shop-foundation-BastionProfile-1A2B`,
    };
  if (action === 'iam:CreateServiceLinkedRole') return { 'iam:AWSServiceName': 'ecs.amazonaws.com' };
  return /^iam:(CreateRole|PutRolePolicy|DeleteRolePolicy|PutRolePermissionsBoundary)$/.test(action)
    ? { 'iam:PermissionsBoundary': boundaryArn }
    : {};
}
