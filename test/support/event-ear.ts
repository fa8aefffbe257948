import type { EmbeddedOptions } from '../../local/embedded.ts';
import type { EventDetails } from '../../schemas/gen/event.types.ts';
import type { TestWorld } from './world.ts';

export interface Heard {
  readonly source: string;
  readonly 'detail-type': keyof EventDetails;
  readonly time: string;
  readonly detail: EventDetails[keyof EventDetails];
}

/**
 * Somebody with a rule on the bus `moorage` who keeps every event. A rule needs a Lambda the region knows: it is one of ours,
 * whose invocations by these events are caught before they reach it.
 */
export function eventEar() {
  const heard: Heard[] = [];
  const around: NonNullable<EmbeddedOptions['around']> = async (name, payload, run) => {
    if (name !== 'Observer' || (payload as Partial<Heard> | null)?.source !== 'moorage') return run();
    heard.push(payload as Heard);
    return {};
  };
  const listen = ({ region }: Pick<TestWorld, 'region'>) => {
    const EventBusName = 'moorage';
    const Arn = `arn:aws:lambda:${region.context.region}:${region.context.account}:function:moorage-Observer:1`;
    region.call('EventBridge', 'PutRule', { EventBusName, Name: 'ear', EventPattern: '{"source":["moorage"]}' });
    region.call('EventBridge', 'PutTargets', { EventBusName, Rule: 'ear', Targets: [{ Id: '1', Arn }] });
  };
  return { heard, around, listen };
}
