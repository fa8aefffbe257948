import type { Run } from './run.ts';

const maximumBytes = 248 * 1024;

/**
 * The event AWS puts on the default bus when an execution begins or ends. Input and output together above 248 KiB are
 * left out. https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function emitStatusChange({ execution, context }: Run): void {
  const { input, output } = execution;
  const included = Buffer.byteLength(JSON.stringify([input, output ?? ''])) <= maximumBytes;
  context.emit('aws.states', 'Step Functions Execution Status Change', [execution.arn], {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    stateMachineVersionArn: execution.versionArn ?? null,
    stateMachineAliasArn: null,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt,
    stopDate: execution.stoppedAt ?? null,
    input: included ? input : null,
    inputDetails: { included },
    output: included ? (output ?? null) : null,
    outputDetails: output === undefined ? null : { included },
    error: execution.error ?? null,
    cause: execution.cause ?? null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: null,
  });
}
