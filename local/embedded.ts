import { type FunctionName, functions } from '../functions/catalog.ts';
import { type World, worldOf } from '../functions/world.ts';
import { cloudFormation } from '../simulator/cloudformation/cloudformation.ts';
import { plainResourceTypes } from '../simulator/cloudformation/plain-resource-types.ts';
import { codeBuild } from '../simulator/codebuild/codebuild.ts';
import type { CallHook } from '../simulator/connect.ts';
import { ec2 } from '../simulator/ec2/ec2.ts';
import { ecr } from '../simulator/ecr/ecr.ts';
import { containerResourceTypes } from '../simulator/ecs/container-resource-types.ts';
import { ecs } from '../simulator/ecs/ecs.ts';
import { eventBridge } from '../simulator/eventbridge/eventbridge.ts';
import { iam } from '../simulator/iam/iam.ts';
import { cloudWatchLogs } from '../simulator/logs/cloudwatch-logs.ts';
import { makeRegion, type RegionState } from '../simulator/region.ts';
import { s3 } from '../simulator/s3/s3.ts';
import { secretsManager } from '../simulator/secrets-manager/secrets-manager.ts';
import { stepFunctions } from '../simulator/step-functions/step-functions.ts';
import { embeddedConnect } from './connect.ts';
import { functionOf, installControlPlane } from './control-plane.ts';
import type { makeDynamoDb } from './dynamodb.ts';
import { type HttpCall, integrationOf } from './integration-of.ts';

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
}
type Handler = (event: unknown) => Promise<unknown>;

const services = [
  cloudFormation([...plainResourceTypes, ...containerResourceTypes]),
  codeBuild,
  cloudWatchLogs,
  ec2,
  ecr,
  ecs,
  eventBridge,
  iam,
  s3,
  secretsManager,
  stepFunctions,
];

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
    services,
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
  const settings = await installControlPlane(region, embeddedConnect(region, dynamo));
  for (const [name, { entry }] of Object.entries(functions) as [FunctionName, { entry: string }][]) {
    const module: { bind: (world: World) => Handler } = await import(new URL(`../${entry}`, import.meta.url).href);
    const world = worldOf(settings, {
      connect,
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
