import { AsyncLocalStorage } from 'node:async_hooks';
import type { FunctionName } from '../../functions/catalog.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { givenWorld, type TestWorld } from '../../test/support/world.ts';

export type Hear = (by: FunctionName, call: SdkCall) => void;

/** A world of which every SDK call of a function is heard, with the function whose invocation it is made in. */
export function listenedWorld(hear: Hear): Promise<TestWorld> {
  const invocation = new AsyncLocalStorage<FunctionName>();
  return givenWorld({
    around: (name, _payload, run) => invocation.run(name, run),
    hook: {
      before(call) {
        const by = invocation.getStore();
        if (!by) throw new Error(`${call.service}.${call.operation} was called by nobody`);
        hear(by, call);
      },
    },
  });
}
