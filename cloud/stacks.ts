import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  type DescribeStackEventsCommandOutput,
  DescribeStacksCommand,
  type Stack,
  type StackEvent,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { ResourceEvent } from '../domain/operation/resource-event.ts';
import type { StackView } from '../domain/operation/stack-view.ts';
import type { Connect } from './connect.ts';
import type { Started } from './started.ts';
import { toRefusal } from './to-refusal.ts';

export interface Stacks {
  /** By name, or by id (which also finds a deleted stack). Undefined when there is none. */
  describe(nameOrId: string): Promise<StackView | undefined>;
  create(call: StackCall): Promise<Started>;
  update(call: StackCall): Promise<Started>;
  delete(name: string, token: string): Promise<Started>;
  cancelUpdate(name: string, token: string): Promise<Started>;
  continueRollback(name: string, token: string): Promise<Started>;
  /**
   * What the operation of that token did to the stack's resources, in the order it did it. `since`: it began no earlier. None
   * when there is no such stack.
   */
  resourceEvents(nameOrId: string, token: string, since: string): Promise<readonly ResourceEvent[]>;
}

export interface StackCall {
  readonly name: string;
  readonly token: string;
  readonly templateKey: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StackSettings {
  /** The CloudFormation execution role; sticky, so it is passed with every call. */
  readonly roleArn?: string;
  readonly bucket: string;
  readonly region: string;
}

export function makeStacks(connect: Connect, settings: StackSettings): Stacks {
  const client = connect(CloudFormationClient);
  const role = settings.roleArn === undefined ? {} : { RoleARN: settings.roleArn };
  const common = (call: StackCall) => ({
    StackName: call.name,
    ClientRequestToken: call.token,
    TemplateURL: `https://${settings.bucket}.s3.${settings.region}.amazonaws.com/${call.templateKey}`,
    Parameters: Object.entries(call.parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Tags: Object.entries(call.tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    ...role,
  });
  const start = async (call: () => Promise<{ readonly StackId?: string | undefined }>): Promise<Started> => {
    try {
      const { StackId } = await call();
      return { answer: 'accepted', ...(StackId === undefined ? {} : { reference: StackId }) };
    } catch (error) {
      return toRefusal(error);
    }
  };

  return {
    async describe(nameOrId) {
      try {
        const described = await client.send(new DescribeStacksCommand({ StackName: nameOrId }));
        const stack = described.Stacks?.[0];
        return stack ? viewOf(stack, await newestOwnEvent(client, stack)) : undefined;
      } catch (error) {
        // There is no StackNotFound code: the service says ValidationError for it.
        if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
        throw error;
      }
    },
    // DO_NOTHING: a failed create stands still while Diagnose reads; cleaning it up is our own next step.
    create: (call) => start(() => client.send(new CreateStackCommand({ ...common(call), OnFailure: 'DO_NOTHING' }))),
    // Explicitly false: a stack made with DO_NOTHING keeps that flag for whoever does not say otherwise.
    update: (call) => start(() => client.send(new UpdateStackCommand({ ...common(call), DisableRollback: false }))),
    delete: (StackName, ClientRequestToken) =>
      start(async () => {
        await client.send(new DeleteStackCommand({ StackName, ClientRequestToken, ...role }));
        return {};
      }),
    cancelUpdate: (StackName, ClientRequestToken) =>
      start(async () => {
        await client.send(new CancelUpdateStackCommand({ StackName, ClientRequestToken }));
        return {};
      }),
    continueRollback: (StackName, ClientRequestToken) =>
      start(async () => {
        await client.send(new ContinueUpdateRollbackCommand({ StackName, ClientRequestToken, ...role }));
        return {};
      }),
    async resourceEvents(nameOrId, token, since) {
      const events: ResourceEvent[] = [];
      // AWS's clock is not ours; where we stop is mostly told by the token.
      const earliest = Date.parse(since) - 60_000;
      let ours = false;
      let NextToken: string | undefined;
      do {
        const page = await client.send(new DescribeStackEventsCommand({ StackName: nameOrId, NextToken })).catch(noneIfAbsent);
        for (const event of page.StackEvents ?? []) {
          const isOurs = event.ClientRequestToken === token;
          // Newest first: what comes after ours is older, and a stack may have thousands of those.
          if (!isOurs && (ours || (event.Timestamp?.getTime() ?? 0) < earliest)) return events.reverse();
          ours = isOurs;
          if (isOurs && event.PhysicalResourceId !== event.StackId) events.push(resourceEventOf(event));
        }
        NextToken = page.NextToken;
      } while (NextToken);
      return events.reverse();
    },
  };
}

/** There is no StackNotFound code: the service says ValidationError for it. */
function noneIfAbsent(error: unknown): DescribeStackEventsCommandOutput {
  if (error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message))
    return { $metadata: {} };
  throw error;
}

function resourceEventOf(event: StackEvent): ResourceEvent {
  return {
    at: event.Timestamp?.toISOString() ?? '',
    logicalId: event.LogicalResourceId ?? '',
    type: event.ResourceType ?? '',
    ...(event.PhysicalResourceId ? { physicalId: event.PhysicalResourceId } : {}),
    status: event.ResourceStatus ?? '',
    ...(event.ResourceStatusReason === undefined ? {} : { reason: event.ResourceStatusReason }),
  };
}

/** The newest event of the stack itself: whose operation it is in, and how far that has come, in one read. */
async function newestOwnEvent(client: CloudFormationClient, stack: Stack): Promise<StackEvent | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeStackEventsCommand({ StackName: stack.StackId, NextToken }));
    const own = page.StackEvents?.find((event) => event.PhysicalResourceId === stack.StackId);
    if (own) return own;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

function viewOf(stack: Stack, event: StackEvent | undefined): StackView {
  const pairs = (list: readonly { key?: string | undefined; value?: string | undefined }[]) =>
    Object.fromEntries(list.map(({ key, value }) => [key ?? '', value ?? '']));
  const reason = event?.ResourceStatusReason ?? stack.StackStatusReason;
  return {
    id: stack.StackId ?? '',
    name: stack.StackName ?? '',
    // Token and status come from the same event: DescribeStacks may still show the last operation's end beside our token.
    status: event?.ResourceStatus ?? stack.StackStatus ?? '',
    ...(reason === undefined ? {} : { reason }),
    ...(event?.ClientRequestToken === undefined ? {} : { token: event.ClientRequestToken }),
    current: event === undefined || event.ResourceStatus === stack.StackStatus,
    tags: pairs((stack.Tags ?? []).map(({ Key, Value }) => ({ key: Key, value: Value }))),
    outputs: pairs((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => ({ key: OutputKey, value: OutputValue }))),
  };
}
