import type { DeployedFunction } from './deployed-functions.ts';

interface Place {
  readonly taskRoot: string;
  readonly deployed: DeployedFunction;
  /** Where AWS is. */
  readonly endpoint: string;
  /** host:port of the Runtime API. */
  readonly runtimeApi: string;
}

/**
 * What Lambda sets (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html, "defined runtime environment
 * variables"), then what the template gives this function. Nothing of ours comes along except where AWS is to be found.
 */
export function lambdaEnvironment({ taskRoot, deployed, endpoint, runtimeApi }: Place): Record<string, string> {
  return {
    _HANDLER: deployed.handler,
    _X_AMZN_TRACE_ID: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_REGION: 'eu-west-1',
    AWS_EXECUTION_ENV: `AWS_Lambda_${deployed.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: deployed.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(deployed.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${deployed.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/01/01/[1]0123456789abcdef0123456789abcdef',
    AWS_ACCESS_KEY_ID: 'ASIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'EXAMPLETOKEN',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000',
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LD_LIBRARY_PATH: '/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib',
    NODE_PATH: '/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules',
    TZ: ':UTC',
    ...deployed.environment,
    AWS_ENDPOINT_URL: endpoint,
  };
}
