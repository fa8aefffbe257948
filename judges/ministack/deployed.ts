import type { Connect } from '../../cloud/connect.ts';
import type { Ask } from './ask-signed.ts';
import { bootstrap, createStack, type Deployment, publish } from './deploy.ts';
import { physicalIds, type Standing } from './held/standing.ts';
import type { Asset, Resource, SynthesizedApp, Template } from './synthesized-app.ts';
import { withoutEventSource } from './without-event-source.ts';
import { withoutResources } from './without-resources.ts';

export interface World {
  readonly connect: Connect;
  readonly ask: Ask;
  readonly endpoint: string;
  readonly app: SynthesizedApp;
}

export const stackName = 'moorage';

/** Its CloudFormation refuses an alarm over more than one metric, and rolls the whole stack back. */
export const isMetricMath = ({ Type, Properties }: Resource): boolean =>
  Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined;

export interface Change {
  readonly template?: (template: Template) => Template;
  readonly assets?: (asset: Asset, template: Template) => boolean;
}

/** An empty account, bootstrapped, with everything published and the stack created. */
export async function deployed(world: World, change: Change = {}): Promise<{ made: Deployment; standing: Standing }> {
  const { connect, ask, endpoint, app } = world;
  await empty(world);
  await bootstrap(connect, ask, endpoint);
  await publish(
    connect,
    app.assets.filter((asset) => change.assets?.(asset, app.template) ?? true),
  );
  const whole = withoutEventSource(withoutResources(app.template, isMetricMath));
  const template = change.template?.(whole) ?? whole;
  const made = await createStack(connect, endpoint, stackName, template, app.terminationProtection);
  const physical = await physicalIds(connect, stackName);
  return { made, standing: { connect, ask, endpoint, template, physical, outputs: made.outputs } };
}

/** Nothing is left of whatever was there. */
export async function empty({ ask, endpoint }: World): Promise<void> {
  const { status } = await ask('none', { method: 'POST', url: `${endpoint}/_ministack/reset` });
  if (status !== 200) throw new Error(`ministack cannot be emptied: ${status}`);
}
