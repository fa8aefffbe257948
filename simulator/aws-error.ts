/**
 * An error as the SDK would raise it: `name` is the service's error code, fault and status decide whether the SDK's own
 * retry takes it up (5xx and throttling codes are retried, the rest is not).
 */
export function awsError(name: string, message: string, options: { statusCode?: number; fields?: object } = {}): Error {
  const statusCode = options.statusCode ?? 400;
  const error = new Error(message);
  Object.defineProperty(error, 'name', { value: name, enumerable: false, configurable: true });
  return Object.assign(error, {
    $fault: statusCode >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: statusCode, attempts: 1, totalRetryDelay: 0 },
    ...options.fields,
  });
}
