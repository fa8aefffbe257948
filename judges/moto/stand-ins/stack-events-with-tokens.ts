import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';
import { withBody } from '../wire.ts';

/** Every event an operation of CloudFormation made carries the token of the call that began it, as AWS documents it. */
export function stackEventsWithTokens(moto: Connect): StandIn {
  const client = moto(CloudFormationClient);
  const tokens = new Map<string, string>();
  const eventIds = async (StackName: string) => {
    try {
      return ((await client.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? []).map((event) => event.EventId);
    } catch {
      return [];
    }
  };
  return {
    lacks: 'gives no ClientRequestToken with stack events',
    async stillNeeded(elsewhere) {
      const asked = elsewhere(CloudFormationClient);
      const StackName = 'still-needed';
      const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } });
      await asked.send(new CreateStackCommand({ StackName, TemplateBody, ClientRequestToken: 'asked' }));
      const { StackEvents = [] } = await asked.send(new DescribeStackEventsCommand({ StackName }));
      await asked.send(new DeleteStackCommand({ StackName }));
      return StackEvents.length > 0 && StackEvents.every((event) => event.ClientRequestToken === undefined);
    },
    async handle(call, next) {
      if (call.service !== 'cloudformation') return next();
      if (/^(Create|Update|Delete)Stack$/.test(call.operation)) {
        const form = new URLSearchParams(call.body.toString('utf8'));
        const token = form.get('ClientRequestToken');
        // By id, which also finds the events of a stack that is gone when its deletion is over.
        const stack = await stackIdOf(client, form.get('StackName') ?? '');
        const before = new Set(stack ? await eventIds(stack) : []);
        const answer = await next();
        const made = stack ?? (await stackIdOf(client, form.get('StackName') ?? ''));
        for (const id of made && token ? await eventIds(made) : []) if (id && token && !before.has(id)) tokens.set(id, token);
        return answer;
      }
      if (call.operation !== 'DescribeStackEvents') return next();
      const answer = await next();
      const body = answer.body.toString('utf8').replace(/<EventId>([^<]+)<\/EventId>/g, (all, id: string) => {
        const token = tokens.get(id);
        return token ? `${all}<ClientRequestToken>${token}</ClientRequestToken>` : all;
      });
      return withBody(answer, body);
    },
  };
}

async function stackIdOf(client: CloudFormationClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]?.StackId;
  } catch {
    return undefined;
  }
}
