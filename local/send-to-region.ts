import type { Send } from '../cloud/responses.ts';
import type { CallHook, SdkCall } from '../simulator/connect.ts';
import type { Region } from '../simulator/region.ts';

/** Answers to CloudFormation go into the simulated region's buckets, behind the same hook as SDK calls. */
export function sendToRegion(region: Region, hook: CallHook = {}): Send {
  return async (url, body) => {
    const call: SdkCall = { service: 'CloudFormation', operation: 'PutResponse', input: { url, body } };
    await hook.before?.(call);
    try {
      return (region.call(call.service, call.operation, call.input) as { readonly status: number }).status;
    } finally {
      await hook.after?.(call);
    }
  };
}
