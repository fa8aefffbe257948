import { AsyncLocalStorage } from 'node:async_hooks';
import type { FunctionName } from '../../functions/catalog.ts';
import type { SdkCall } from '../../simulator/connect.ts';
import { givenWorld, type TestWorld } from '../../test/support/world.ts';

export type Hear = (by: FunctionName, call: SdkCall) => void;

/** A world of which every SDK call of a function is heard, with the function whose invocation it is made in. */
export function listenedWorld(hear: Hear): Promise<TestWorld> {
  const invocation = new AsyncLocalStorage<FunctionName>();
  return givenWorld({
    around: async (name, _payload, run) => {
      const answer = await invocation.run(name, run);
      const signed = signedPut(answer);
      if (signed) hear(name, signed);
      return answer;
    },
    hook: {
      before(call) {
        // Sent to an address with its right in it, with nobody's.
        if (call.operation === 'PutResponse') return;
        const by = invocation.getStore();
        if (!by) throw new Error(`${call.service}.${call.operation} was called by nobody`);
        hear(by, call);
      },
    },
  });
}

/** Whoever puts something to an address that was signed does it with the rights of the function that signed it. */
function signedPut(answer: unknown): SdkCall | undefined {
  const { body } = (answer ?? {}) as { readonly body?: unknown };
  if (typeof body !== 'string' || !body.includes('X-Amz-Signature=')) return undefined;
  const { url = '' } = JSON.parse(body) as { readonly url?: string };
  const { hostname, pathname } = new URL(url);
  return { service: 'S3', operation: 'PutObject', input: { Bucket: hostname.split('.')[0], Key: pathname.slice(1) } };
}
