import { parse } from 'yaml';
import { environments, providerArn } from '../../../test/engine/support-parent.ts';
import { givenWorld } from '../../../test/support/world.ts';
import type { Deployment } from '../deploy.ts';
import { type Customers, parametersOf } from './customers.ts';
import { parentTemplate } from './parent-template.ts';
import type { SentAnswer, SentEvent } from './sent-event.ts';

interface Shown {
  readonly StackId: string;
  readonly StackStatus: string;
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

interface Event {
  readonly LogicalResourceId: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
}

/** Our own idea of CloudFormation, to hold the foreign one against. */
export async function inSimulator(): Promise<Customers> {
  const heard: SentEvent[] = [];
  const told = new Map<string, SentAnswer>();
  const world = await givenWorld({
    around: (name, payload, run) => {
      if (name === 'Provider' && typeof payload === 'object' && payload !== null && 'RequestType' in payload)
        heard.push(structuredClone(payload) as SentEvent);
      return run();
    },
    hook: {
      before: async ({ operation, input }) => {
        if (operation !== 'PutResponse') return;
        const answer = JSON.parse((input as { readonly body: string }).body) as SentAnswer;
        told.set(answer.RequestId, answer);
      },
    },
  });
  const call = <T>(operation: string, input: object) => world.region.call('CloudFormation', operation, input) as T;
  const ids = new Map<string, string>();
  const shown = (stack: string) => call<{ Stacks: readonly Shown[] }>('DescribeStacks', { StackName: ids.get(stack) }).Stacks[0];
  const token = providerArn(world);
  return {
    token,
    heard,
    told,
    async begin(stack, step) {
      if (step.action === 'delete') return void call('DeleteStack', { StackName: stack });
      const TemplateBody = JSON.stringify(parse(parentTemplate(step.parent, token)));
      const input = { StackName: stack, TemplateBody, Parameters: parametersOf(step) };
      const { StackId } = call<{ StackId: string }>(step.action === 'create' ? 'CreateStack' : 'UpdateStack', input);
      ids.set(stack, StackId);
    },
    async settled(stack): Promise<Deployment> {
      await world.passes(0.5);
      await world.until(() => !shown(stack)?.StackStatus.endsWith('_IN_PROGRESS'));
      await world.passes(60);
      const { StackStatus: status = '', Outputs = [] } = shown(stack) ?? {};
      const { StackEvents } = call<{ StackEvents: readonly Event[] }>('DescribeStackEvents', { StackName: ids.get(stack) });
      const reasons = StackEvents.filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED')).map(
        ({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason}`,
      );
      return { status, reasons, outputs: Object.fromEntries(Outputs.map((one) => [one.OutputKey, one.OutputValue])) };
    },
    environments: () => environments(world),
    stop: () => undefined,
  };
}
