import { AsyncLocalStorage } from 'node:async_hooks';
import type { FunctionName } from '../../functions/catalog.ts';
import { makeDynamoDb } from '../../local/dynamodb.ts';
import type { EmbeddedOptions } from '../../local/embedded.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import type { RegionState } from '../../simulator/region.ts';
import { givenWorld, type TestWorld } from './world.ts';

export interface Death {
  /** Which of the process's SDK calls it dies at, from 1. */
  readonly call: number;
  /** Counts only these, `Service.Operation`; absent: all. */
  readonly of?: string;
  /** Before the call is made, or when it was made but its answer never arrived. */
  readonly moment: 'before' | 'after';
}

/**
 * Runs a scenario in a process that dies at one SDK call, and once more in a second process on the same data: DynamoDB's
 * files and the state of AWS, which does not die with us. Without a death it counts the calls. Calls of `prepare` are
 * neither counted nor killed; with `by` only that function's are.
 */
export async function throughDeath(
  death: Death | undefined,
  scenario: (world: TestWorld) => Promise<void>,
  prepare: (world: TestWorld) => Promise<void> = async () => {},
  { by, ...options }: Pick<EmbeddedOptions, 'around'> & { readonly by?: FunctionName } = {},
) {
  const dynamo = makeDynamoDb();
  let armed = false;
  let calls = 0;
  let at = '';
  let state: RegionState | undefined;
  const { promise: died, resolve: die } = Promise.withResolvers<'died'>();
  const number = new WeakMap<SdkCall, number>();
  const working = new AsyncLocalStorage<FunctionName>();
  const { around = (_name, _payload, run) => run() } = options;
  const reach = async (moment: Death['moment'], call: SdkCall) => {
    // A dead process does nothing more, however many of its functions were running.
    if (state !== undefined) return new Promise<never>(() => {});
    if (!armed) return;
    if (moment === 'before') {
      if (death?.of !== undefined && death.of !== `${call.service}.${call.operation}`) return;
      if (by !== undefined && by !== working.getStore()) return;
      calls += 1;
      number.set(call, calls);
    }
    if (death?.call !== number.get(call) || death?.moment !== moment) return;
    at = `${call.service}.${call.operation}`;
    state = structuredClone(mortal.region.state);
    die('died');
    return new Promise<never>(() => {});
  };
  const mortal = await givenWorld({
    ...options,
    around: (name, payload, run) => working.run(name, () => around(name, payload, run)),
    dynamo,
    hook: { before: (call) => reach('before', call), after: (call) => reach('after', call) },
  });
  await prepare(mortal);
  armed = true;
  const ended = await Promise.race([scenario(mortal).then(() => 'ended' as const), died]);
  if (ended === 'ended' || state === undefined) {
    if (death) throw new Error(`the scenario ended before call ${death.call}`);
    return { world: mortal, calls, at };
  }
  // What the dead process had already sent to the disk arrives there.
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  const world = await givenWorld({ ...options, dynamo, state });
  await scenario(world);
  return { world, calls, at };
}
