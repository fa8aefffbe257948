import { type FunctionName, functions } from '../functions/catalog.ts';
import { type World, worldOf } from '../functions/world.ts';
import type { CallHook } from '../simulator/connect.ts';
import { everyService } from '../simulator/every-service.ts';
import { makeRegion, type RegionState } from '../simulator/region.ts';
import { embeddedConnect } from './connect.ts';
import { functionOf, installControlPlane } from './control-plane.ts';
import type { makeDynamoDb } from './dynamodb.ts';
import { type HttpCall, integrationOf } from './integration-of.ts';
import { sendToRegion } from './send-to-region.ts';

export interface EmbeddedOptions {
  readonly dynamo: ReturnType<typeof makeDynamoDb>;
  readonly state?: RegionState;
  readonly seed?: number;
  readonly onChange?: (state: RegionState) => void;
  /** Around every SDK call of our functions. */
  readonly hook?: CallHook;
  /** Around every invocation; a test delays, doubles or kills here. */
  readonly around?: (name: FunctionName, payload: unknown, run: () => Promise<unknown>) => Promise<unknown>;
  readonly log?: (line: object) => void;
  /** In place of, or beside, what a deployment without options says. */
  readonly settings?: Readonly<Record<string, string>>;
}
type Handler = (event: unknown) => Promise<unknown>;

/**
 * The whole service in one process: the very modules that are bundled for Lambda, their clients led into a simulated
 * region. This is what `npm start`, the demo and the tests run; they differ only in who moves the clock.
 */
export async function makeEmbedded(options: EmbeddedOptions) {
  const { dynamo, hook, around = (_name, _payload, run) => run() } = options;
  const bound = new Map<FunctionName, Handler>();
  const run = async (name: FunctionName, payload: unknown) => {
    const handler = bound.get(name);
    if (!handler) throw new Error(`${name} is not loaded`);
    return around(name, payload, () => handler(payload));
  };
  const region = makeRegion({
    services: everyService,
    runLambda: async (arn, payload) => {
      const name = functionOf(arn);
      if (!name) throw Object.assign(new Error(`Function not found: ${arn}`), { name: 'ResourceNotFoundException' });
      return run(name, payload);
    },
    ...(options.state ? { state: options.state } : {}),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.onChange ? { onChange: options.onChange } : {}),
  });
  const connect = embeddedConnect(region, dynamo, hook);
  // Setting up is not part of the product: its calls are neither counted nor killed.
  const settings = {
    ...(await installControlPlane(region, embeddedConnect(region, dynamo))),
    ...options.settings,
  };
  for (const [name, { entry }] of Object.entries(functions) as [FunctionName, { entry: string }][]) {
    const module: { bind: (world: World) => Handler } = await import(new URL(`../${entry}`, import.meta.url).href);
    const world = worldOf(settings, {
      connect,
      send: sendToRegion(region, hook),
      // Time does not pass while a function runs; who waits here is tried again at once.
      pause: async () => {},
      now: region.context.now,
      random: region.context.uuid,
      log: options.log ?? (() => {}),
    });
    bound.set(name, module.bind(world));
  }
  /** An HTTP API event, to whoever the catalog says answers that route. */
  const answer = (event: HttpCall) => run(integrationOf(event), event);
  return { region, settings, invoke: run, answer };
}
export type Embedded = Awaited<ReturnType<typeof makeEmbedded>>;
