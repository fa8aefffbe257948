import type { Region } from './region.ts';

/** What happens around one SDK call; a test hangs, kills or fails the caller here. */
export interface CallHook {
  readonly before?: (call: SdkCall) => Promise<void> | void;
  readonly after?: (call: SdkCall) => Promise<void> | void;
}
export interface SdkCall {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}

interface Client {
  readonly middlewareStack: {
    addRelativeTo(
      middleware: (
        next: unknown,
        context: { commandName?: string; clientName?: string },
      ) => (args: { input: object }) => Promise<object>,
      options: { relation: 'after'; toMiddleware: string; name: string; override: boolean },
    ): void;
  };
}

/**
 * Leads an SDK client into the region. The middleware sits behind the SDK's retry, so client-side validation, retry and
 * error handling are the real ones; only the wire is ours.
 */
export function connectTo(region: Region, hook: CallHook = {}) {
  return <C>(Client: new (config: object) => C, config: object = {}): C => {
    const client = new Client({
      region: region.context.region,
      credentials: { accessKeyId: 'SIMULATED', secretAccessKey: 'SIMULATED' },
      ...config,
    });
    (client as Client).middlewareStack.addRelativeTo(
      (_next, context) => async (args) => {
        const call: SdkCall = {
          service: (context.clientName ?? '').replace(/Client$/, ''),
          operation: (context.commandName ?? '').replace(/Command$/, ''),
          input: args.input,
        };
        await hook.before?.(call);
        let answer: object;
        try {
          answer = region.call(call.service, call.operation, structuredClone(args.input));
        } finally {
          await hook.after?.(call);
        }
        const $metadata = { httpStatusCode: 200, requestId: 'simulated', attempts: 1, totalRetryDelay: 0 };
        return { output: { ...answer, $metadata }, response: {} };
      },
      { relation: 'after', toMiddleware: 'retryMiddleware', name: 'simulatedWire', override: true },
    );
    return client;
  };
}
