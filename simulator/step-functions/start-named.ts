import type { StartExecutionInput } from '@aws-sdk/client-sfn';
import { awsError } from '../aws-error.ts';
import type { Context } from '../service.ts';
import { beginExecution } from './begin-execution.ts';
import { fitsData } from './run.ts';
import type { Execution, Machine, Place, StepFunctionsState } from './step-functions-state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const legalName = /^[^\s?*<>{}[\]"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;
const ninetyDays = 90 * 24 * 3600 * 1000;

/**
 * StartExecution's rules: the same name and input while running is the same execution; closed within 90 days, or with
 * another input, is refused. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export function startNamed(request: StartExecutionInput, context: Context, waiter?: Place): Execution {
  const { executions } = context.state<StepFunctionsState>('SFN');
  const { machine, versionArn } = requireMachine(request.stateMachineArn, context);
  const name = request.name ?? context.uuid();
  const input = request.input ?? '{}';
  requireName(name);
  if (!isJson(input)) throw awsError('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON');
  if (!fitsData(input)) throw tooLong('input');
  const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const same = executions[arn];
  if (same?.status === 'RUNNING' && same.input === input) {
    if (waiter) same.waiters.push(waiter);
    return same;
  }
  if (same && (same.stoppedAt === undefined || context.now() - same.stoppedAt < ninetyDays))
    throw awsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  // So that the list stays in order of their beginning.
  delete executions[arn];
  return beginExecution(machine, { arn, name, input, versionArn, waiter }, context);
}

/** A machine by its ARN; a version or alias behind it is accepted and remembered, and means the current revision. */
export function requireMachine(arn: string | undefined, context: Context): { machine: Machine; versionArn?: string } {
  const [, plain, qualifier] = /^(arn:[^:]+:states:[^:]*:\d{12}:stateMachine:[^:]+)(:[^:]+)?$/.exec(arn ?? '') ?? [];
  if (arn === undefined || plain === undefined) throw awsError('InvalidArn', `Invalid Arn: '${arn}'`);
  const machine = context.state<StepFunctionsState>('SFN').machines[plain];
  if (!machine) throw awsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  return qualifier === undefined ? { machine } : { machine, versionArn: arn };
}

export function requireName(name: string | undefined): asserts name is string {
  if (name === undefined || !legalName.test(name)) throw awsError('InvalidName', `Invalid Name: '${name}'`);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function tooLong(field: string): Error {
  return awsError(
    'ValidationException',
    `1 validation error detected: Value at '${field}' failed to satisfy its length constraint`,
  );
}
