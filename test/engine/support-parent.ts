import { makeTable } from '../../cloud/table.ts';
import { sha256 } from '../../domain/hash.ts';
import { embeddedConnect } from '../../local/connect.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { CloudFormationState } from '../../simulator/cloudformation/cloudformation-state.ts';
import type { TestWorld } from '../support/world.ts';

interface Resource {
  readonly Type: string;
  readonly [attribute: string]: unknown;
}
interface Parent {
  readonly name?: string;
  readonly spec: Spec;
  readonly others?: Readonly<Record<string, Resource>>;
  readonly outputs?: Readonly<Record<string, object>>;
  readonly timeout?: string;
  /** Told through a wait condition, for so many seconds. */
  readonly waits?: number;
  /** What becomes of the environment when the stack has it no longer. */
  readonly policy?: 'Retain';
  /** A stack that has no environment (any more). */
  readonly bare?: true;
  /** Of the handle and its condition; a mark of the spec unless it says otherwise. */
  readonly mark?: string;
}
type Status = {
  readonly StackStatus: string;
  readonly StackId: string;
  readonly Outputs?: { OutputKey: string; OutputValue: string }[];
};

export const providerArn = (world: TestWorld) =>
  `arn:aws:lambda:${world.region.context.region}:${world.region.context.account}:function:moorage-Provider`;

/** A customer's stack with one environment in it. */
export function templateOf(world: TestWorld, parent: Parent): string {
  const { name = 'shop', spec, others = {}, outputs = {}, timeout, waits, policy, bare } = parent;
  // Neither handle nor condition can be used a second time: another spec has others.
  const { mark = sha256(JSON.stringify(spec)).slice(0, 8) } = parent;
  if (bare) return JSON.stringify({ Resources: { Bare: { Type: 'AWS::CloudFormation::WaitConditionHandle' }, ...others } });
  return JSON.stringify({
    Resources: {
      Shop: {
        Type: 'Custom::Environment',
        ...(policy === undefined ? {} : { DeletionPolicy: policy }),
        Properties: {
          ServiceToken: providerArn(world),
          ...(timeout === undefined ? {} : { ServiceTimeout: timeout }),
          Name: name,
          Spec: spec,
          ...(waits === undefined ? {} : { WaitConditionHandle: { Ref: `Handle${mark}` } }),
        },
      },
      ...(waits === undefined
        ? {}
        : {
            [`Handle${mark}`]: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
            [`Ready${mark}`]: {
              Type: 'AWS::CloudFormation::WaitCondition',
              DependsOn: 'Shop',
              Properties: { Handle: { Ref: `Handle${mark}` }, Timeout: String(waits) },
            },
          }),
      ...others,
    },
    Outputs: Object.fromEntries(Object.entries(outputs).map(([key, Value]) => [key, { Value }])),
  });
}

/** A resource that fails after so many seconds, because nobody ever signals it. */
export const failingAfter = (seconds: number): Readonly<Record<string, Resource>> => ({
  SiblingHandle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
  Sibling: {
    Type: 'AWS::CloudFormation::WaitCondition',
    Properties: { Handle: { Ref: 'SiblingHandle' }, Timeout: String(seconds) },
  },
});

export function parentStack(world: TestWorld) {
  const call = <T>(operation: string, input: object) => world.region.call('CloudFormation', operation, input) as T;
  const status = () => {
    const { Stacks } = call<{ Stacks: Status[] }>('DescribeStacks', { StackName: id });
    return Stacks[0] as Status;
  };
  // In a second process on the same data it is there already, gone or not.
  const { stacks } = world.region.context.state<CloudFormationState>('CloudFormation');
  const found = Object.values(stacks).find(({ name }) => name === 'parent');
  let id = found?.id ?? 'parent';
  const settled = async (minutes = 300) => {
    // Right after a call CloudFormation may still show what was before.
    await world.passes(0.5);
    await world.until(() => !status().StackStatus.endsWith('_IN_PROGRESS'), minutes);
  };
  return {
    isThere: () => id !== 'parent',
    begin: (parent: Parent, options: object = {}) => {
      const input = { StackName: 'parent', TemplateBody: templateOf(world, parent), ...options };
      id = call<{ StackId: string }>('CreateStack', input).StackId;
    },
    beginUpdate: (parent: Parent, options: object = {}) =>
      void call('UpdateStack', { StackName: 'parent', TemplateBody: templateOf(world, parent), ...options }),
    beginDelete: (options: object = {}) => void call('DeleteStack', { StackName: 'parent', ...options }),
    settled,
    status: () => status().StackStatus,
    outputs: () => Object.fromEntries((status().Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])),
    /** What CloudFormation says of the resource's failures, oldest first. */
    reasons: () =>
      call<{ StackEvents: { LogicalResourceId: string; ResourceStatus: string; ResourceStatusReason?: string }[] }>(
        'DescribeStackEvents',
        { StackName: id },
      )
        .StackEvents.filter((event) => event.LogicalResourceId === 'Shop' && event.ResourceStatus.endsWith('_FAILED'))
        .map(({ ResourceStatusReason = '' }) => ResourceStatusReason)
        .reverse(),
    actor: () => `${id}|Shop`,
    /** What CloudFormation calls the environment. */
    physicalId: () =>
      call<{ StackResourceDetail: { PhysicalResourceId: string } }>('DescribeStackResource', {
        StackName: id,
        LogicalResourceId: 'Shop',
      }).StackResourceDetail.PhysicalResourceId,
  };
}

/**
 * What is wrong with the answers: every request has been answered, whether CloudFormation still listened or not, and with one
 * content only.
 */
export function wrongAnswers(world: TestWorld): readonly string[] {
  const { presigned = {} } = world.region.context.state<CloudFormationState>('CloudFormation');
  return Object.entries(presigned).flatMap(([url, { bodies }]) => {
    const requestId = decodeURIComponent(new URL(url).pathname).split('|')[2];
    if (requestId === undefined) return [];
    const contents = new Set(bodies);
    const large = [...contents].filter((body) => Buffer.byteLength(body) > 4096);
    return [
      ...(contents.size === 1 ? [] : [`${requestId} was answered with ${contents.size} contents: ${[...contents].join(' ')}`]),
      ...large.map((body) => `${requestId} was answered with ${Buffer.byteLength(body)} bytes`),
    ];
  });
}

/** What the record says of everything the resource has asked. */
export const requestsOf = (world: TestWorld, stack: { readonly actor: () => string }) =>
  makeTable(embeddedConnect(world.region, world.dynamo), world.settings.TABLE ?? '').stackRequests.ofResource(stack.actor());

/** Names and statuses of all environments there are. */
export async function environments(world: TestWorld): Promise<Readonly<Record<string, string>>> {
  const { body } = await world.request<{ environments: { name: string; status: string }[] }>('GET', '/environments?limit=100');
  return Object.fromEntries(body.environments.map(({ name, status }) => [name, status]));
}
