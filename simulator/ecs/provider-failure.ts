import type { Progress } from '../cloudformation/resource-type.ts';

const codes: Readonly<Record<string, string>> = {
  ClientException: 'InvalidRequest',
  InvalidParameterException: 'InvalidRequest',
  ClusterNotFoundException: 'NotFound',
  ServiceNotFoundException: 'NotFound',
  AccessDeniedException: 'AccessDenied',
};

/** What a handler of AWS's own types says of an error of its service. */
export function providerFailure(error: unknown, physicalId?: string): Progress {
  const { name, message } = error as Error;
  const service = `Service: Ecs, Status Code: 400, Request ID: simulated`;
  return {
    state: 'FAILED',
    reason: codes[name] === 'InvalidRequest' ? `Invalid request provided: ${message} (${service})` : `${message} (${service})`,
    handlerErrorCode: codes[name] ?? 'GeneralServiceException',
    ...(physicalId ? { physicalId } : {}),
  };
}
