import { Retryable } from '../../domain/errors.ts';

const transient =
  /^(Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|InternalServer|InternalFailure|ServiceUnavailable|RequestTimeout|TimeoutError|NetworkingError)/;
/** Node's codes for a connection or a name that could not be had just now. */
const unreachable = /^(ECONN(RESET|REFUSED)|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH)$/;

/**
 * Turns what AWS could not do just now into our `Retryable`, which the state machine waits out; the SDK has retried it
 * already. Every other error goes on as it is: the state machine catches it, keeps it as a cause and stands the fence.
 */
export function retryTransient<I, O>(step: (input: I) => Promise<O>): (input: I) => Promise<O> {
  return async (input) => {
    try {
      return await step(input);
    } catch (error) {
      const {
        name = '',
        message = '',
        code = '',
        $metadata,
      } = error as { name?: string; message?: string; code?: string; $metadata?: { httpStatusCode?: number } };
      const passing = transient.test(name) || unreachable.test(code) || ($metadata?.httpStatusCode ?? 0) >= 500;
      throw passing ? new Retryable(`${name}: ${message}`, { cause: error }) : error;
    }
  };
}
