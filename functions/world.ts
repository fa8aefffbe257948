import { type Connect, connectToAws } from '../cloud/connect.ts';
import type { Send } from '../cloud/responses.ts';
import { sendToAws } from '../cloud/send-to-aws.ts';

/** Everything a function gets from outside: how to reach AWS, its settings, the clock and chance. */
export interface World {
  readonly connect: Connect;
  /** Plain HTTPS, for the one address that is no API. */
  readonly send: Send;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** A setting by name; throws when it is missing, because nothing sensible can happen without it. */
  readonly setting: (name: string) => string;
  readonly optional: (name: string) => string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Unguessable text for ids nobody named. */
  readonly random: () => string;
  readonly log: (line: object) => void;
}

export function worldOf(
  environment: Readonly<Record<string, string | undefined>>,
  rest: Omit<World, 'setting' | 'optional'>,
): World {
  const optional = (name: string) => environment[name] || undefined;
  return {
    ...rest,
    optional,
    setting(name) {
      const value = optional(name);
      if (value === undefined) throw new Error(`the setting ${name} is missing`);
      return value;
    },
  };
}

/**
 * A Lambda's handler: bound on the first event, so that importing a file does nothing and a missing setting fails the
 * invocation that needs it, with its name.
 */
export function onLambda<E, R>(bind: (world: World) => (event: E) => Promise<R>): (event: E) => Promise<R> {
  let bound: ((event: E) => Promise<R>) | undefined;
  return (event) => {
    bound ??= bind(
      worldOf(process.env, {
        connect: connectToAws,
        send: sendToAws,
        pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        now: Date.now,
        random: () => crypto.randomUUID(),
        log: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
      }),
    );
    return bound(event);
  };
}
