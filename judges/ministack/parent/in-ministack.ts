import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { bind } from '../../../functions/provider.ts';
import { worldOf } from '../../../functions/world.ts';
import { embeddedConnect } from '../../../local/connect.ts';
import { environments } from '../../../test/engine/support-parent.ts';
import { givenWorld } from '../../../test/support/world.ts';
import { empty } from '../deployed.ts';
import { account, region, secretKey } from '../owner.ts';
import { awsAddress, bringHome } from './aws-address.ts';
import { standBetween } from './between.ts';
import { type Customers, parametersOf } from './customers.ts';
import { atRest, createFrom, takeDown, updateTo } from './parent-stack.ts';
import { parentTemplate } from './parent-template.ts';
import type { SentAnswer, SentEvent } from './sent-event.ts';
import { type Front, showsInProgress } from './shows-in-progress.ts';
import type { WithParents } from './with-parents.ts';

export interface InMinistack extends Customers {
  readonly front: Front;
  /** What went wrong between the two. */
  readonly faults: readonly string[];
}

/** How a provider is broken: what it sends instead of an answer; undefined sends nothing. */
export type Spoil = (answer: SentAnswer) => SentAnswer | undefined;

/**
 * Customers' stacks in MiniStack, whose provider is ours, in a service whose own AWS is the simulator: what MiniStack knows
 * nothing of, networks and builds, is not asked of it, so that an environment can be made. Time passes while a request is open.
 */
export async function inMinistack(world: WithParents, spoil: Spoil = (answer) => answer): Promise<InMinistack> {
  await empty(world);
  const heard: SentEvent[] = [];
  const told = new Map<string, SentAnswer>();
  const faults: string[] = [];
  const ids = new Map<string, string>();
  let provider: ReturnType<typeof bind> | undefined;
  const service = await givenWorld({
    around: (name, payload, run) =>
      name === 'Provider' && provider ? provider(payload as Parameters<typeof provider>[0]) : run(),
  });
  const front = await showsInProgress(world, () => heard.at(-1));
  const parents = new CloudFormationClient({
    endpoint: front.endpoint,
    region,
    credentials: { accessKeyId: account, secretAccessKey: secretKey },
  });
  const embedded = embeddedConnect(service.region, service.dynamo);
  provider = bind(
    worldOf(
      { ...service.settings, ACCOUNT: account },
      {
        connect: (Client) => ((Client as unknown) === CloudFormationClient ? (parents as never) : embedded(Client)),
        send: async (url, body) => {
          const answer = JSON.parse(body) as SentAnswer;
          const spoilt = spoil(answer);
          told.set(answer.RequestId, spoilt ?? answer);
          return spoilt === undefined ? 200 : bringHome(world, url, JSON.stringify(spoilt));
        },
        pause: async () => {},
        now: service.region.context.now,
        random: service.region.context.uuid,
        log: () => {},
      },
    ),
  );
  let served = Promise.resolve();
  const between = await standBetween(world, (event) => {
    heard.push(event);
    served = served.then(() => serve(event)).catch((error: unknown) => void faults.push(`${event.RequestType}: ${error}`));
  });
  async function serve(event: SentEvent): Promise<void> {
    await provider?.({ ...event, ResponseURL: awsAddress(event) });
    await service.until(() => told.has(event.RequestId));
  }
  return {
    token: between.token,
    heard,
    told,
    front,
    faults,
    async begin(stack, step) {
      if (step.action === 'delete') return void (await takeDown(world, stack));
      const template = parentTemplate(step.parent, between.token);
      if (step.action === 'update') return void (await updateTo(world, stack, template, parametersOf(step)));
      ids.set(stack, await createFrom(world, stack, template, parametersOf(step)));
    },
    async settled(stack) {
      const settled = await atRest(world, ids.get(stack) ?? stack);
      await served;
      await service.passes(60);
      return settled;
    },
    environments: () => environments(service),
    stop() {
      between.stop();
      front.stop();
      parents.destroy();
    },
  };
}
