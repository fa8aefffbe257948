/** Sends a body to an address with PUT and answers with the status; throws when nobody answered. */
export type Send = (url: string, body: string) => Promise<number>;

export interface Responses {
  /** True once CloudFormation's bucket has taken the answer; false: it refuses for good, the address has expired. */
  put(url: string, body: string): Promise<boolean>;
}

/** Waits before the tries after the first, milliseconds; what is left to do then is done a minute later by whoever looks. */
const pauses = [500, 1000, 2000];

export function makeResponses(send: Send, pause: (milliseconds: number) => Promise<void>): Responses {
  return {
    async put(url, body) {
      for (let tries = 0; ; tries += 1) {
        const status = await send(url, body).catch((error: unknown) => error);
        if (typeof status === 'number' && status >= 200 && status < 300) return true;
        // S3 says 403 for a signature that is over, 400 for one it cannot read, 404 for a bucket that is not there.
        if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429) return false;
        const wait = pauses[tries];
        if (wait === undefined) throw new Error('CloudFormation’s bucket does not take the answer', { cause: status });
        await pause(wait);
      }
    },
  };
}
